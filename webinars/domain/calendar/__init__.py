"""iCalendar as it leaves and enters the house: the only package that knows icalendar."""
