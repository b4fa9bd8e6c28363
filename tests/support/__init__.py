"""What the tests stand on: databases, servers, a mail server and a browser, all real."""
