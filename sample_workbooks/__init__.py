"""A realistic round of fictional councils: good returns and bad ones, for the demonstration and the tests."""
