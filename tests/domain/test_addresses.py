"""Addresses of mail: written for servers, tagged, and told apart as mailboxes."""

import pytest

from webinars.domain.addresses import ascii_address, is_same_mailbox, tagged


def test_a_host_in_another_script_is_written_in_ascii() -> None:
    assert ascii_address("jo@bücher.example") == "jo@xn--bcher-kva.example"


def test_a_tag_stands_before_the_host() -> None:
    assert tagged("rsvp@tokyo.example", "Key_1") == "rsvp+Key_1@tokyo.example"


@pytest.mark.parametrize("other", ["Jo@BÜCHER.example", "jo@xn--bcher-kva.example", "ｊｏ@bücher.example"])
def test_one_mailbox_may_be_written_in_several_ways(other: str) -> None:
    assert is_same_mailbox("jo@bücher.example", other)


@pytest.mark.parametrize("other", ["jo@bucher.example", "jö@bücher.example", "jo", f"jo@{'ü' * 70}.example"])
def test_other_mailboxes_are_others_and_a_host_that_is_none_is_itself(other: str) -> None:
    assert (is_same_mailbox("jo@bücher.example", other), is_same_mailbox(other, other)) == (False, True)
