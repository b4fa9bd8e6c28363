"""Every setting, with its default and unit: from WEBINARS_* variables, then instance/config.py, then here."""

from webinars.config.loading import PREFIX, WrongSetting, load
from webinars.config.settings import HIDDEN, SECRETS, SETTINGS, Setting

__all__ = ["HIDDEN", "PREFIX", "SECRETS", "SETTINGS", "Setting", "WrongSetting", "load"]
