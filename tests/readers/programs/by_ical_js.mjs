// ical.js reads calendars: {name: text} from standard input as JSON, {name: facts} to standard output.
// The facts are those of tests/readers/facts.py. The library's file is the only argument.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(process.argv[2]));

function calendarFacts(content) {
  const calendar = new ICAL.Component(ICAL.parse(content));
  return {
    method: calendar.getFirstPropertyValue("method") ?? "",
    zones: calendar.getAllSubcomponents("vtimezone").map((zone) => zone.getFirstPropertyValue("tzid")),
    events: calendar.getAllSubcomponents("vevent").map(eventFacts),
  };
}

function eventFacts(component) {
  const event = new ICAL.Event(component);
  const organizer = component.getFirstProperty("organizer");
  const attendee = component.getFirstProperty("attendee");
  const alarm = component.getFirstSubcomponent("valarm");
  return {
    uid: event.uid,
    starts_at: instant(event.startDate),
    ends_at: instant(event.endDate),
    sequence: event.sequence,
    summary: event.summary,
    description: event.description ?? "",
    location: event.location ?? "",
    status: component.getFirstPropertyValue("status") ?? "",
    organizer: organizer?.getFirstValue() ?? "",
    organizer_name: organizer?.getParameter("cn") ?? "",
    attendee: attendee?.getFirstValue() ?? "",
    attendee_name: attendee?.getParameter("cn") ?? "",
    answer: attendee?.getParameter("partstat") ?? "",
    alarm_minutes: alarm ? -alarm.getFirstPropertyValue("trigger").toSeconds() / 60 : null,
  };
}

function instant(time) {
  if (time.zone === ICAL.Timezone.localTimezone) {
    throw new Error(`a floating time: ${time}`);
  }
  return time.toJSDate().toISOString().replace(".000Z", "Z");
}

const calendars = JSON.parse(readFileSync(0, "utf8"));
const facts = Object.entries(calendars).map(([name, content]) => [name, calendarFacts(content)]);
process.stdout.write(JSON.stringify(Object.fromEntries(facts)));
