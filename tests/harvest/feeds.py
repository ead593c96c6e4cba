"""Reads the feeds that pages announce as RFC 4287, JSON Feed 1.1 and RFC 5545 have them.

feeds.py ADDRESS PATH... prints the titles that each feed of these pages holds; whatever is not as the formats have it
is an exception. Atom is read by feedparser, JSON Feed is held against a JSON Schema, calendars are read by icalendar.
"""

import json
import sys
from datetime import datetime
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import feedparser
import icalendar
import requests
from jsonschema import Draft202012Validator, FormatChecker

TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": "^https?://[^ ]+$"}
MOMENT = {"type": "string", "format": "date-time"}
ITEM = {
    "type": "object",
    "required": ["id", "url", "content_text"],
    "properties": {
        "id": TEXT,
        "url": ADDRESS,
        "title": TEXT,
        "content_text": {"type": "string"},
        "date_published": MOMENT,
        "date_modified": MOMENT,
        "language": {"enum": ["en", "es", "pt", "fr"]},
        "tags": {"type": "array", "items": TEXT},
        "authors": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["name"]}},
    },
    "additionalProperties": False,
}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "language": {"enum": ["en", "es", "pt", "fr"]},
        "items": {"type": "array", "items": ITEM},
    },
    "additionalProperties": False,
}
FORMATS = FormatChecker()


@FORMATS.checks("date-time", ValueError)
def is_moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).tzinfo is not None


class Announced(HTMLParser):
    """The feeds in the head of a page: media type and address."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        kind = named.get("type", "")
        if tag == "link" and named.get("rel") == "alternate" and (kind.endswith(("atom+xml", "feed+json")) or kind == "text/calendar"):
            self.found.append((kind, named["href"]))


def line(text):
    """Readers differ in what they make of spaces that hold words together."""
    return " ".join(text.split())


def atom(answer, address):
    feed = feedparser.parse(answer.content)
    assert not feed.bozo, (address, feed.bozo_exception)
    assert feed.version == "atom10", (address, feed.version)
    about = feed.feed
    assert about.title and about.id and is_moment(about.updated), address
    links = {link.rel: link.href for link in about.links}
    assert links["self"] == address, (links, address)
    assert links["alternate"] == about.id and urlsplit(about.id).scheme, links
    assert len({entry.id for entry in feed.entries}) == len(feed.entries), address
    for entry in feed.entries:
        assert entry.id.startswith("urn:uuid:") and entry.title and entry.authors[0].name, entry
        assert is_moment(entry.updated) and is_moment(entry.published) and entry.updated >= entry.published, entry
        assert entry.title_detail.language in ("en", "es", "pt", "fr"), entry
        assert [link.rel for link in entry.links] == ["alternate"], entry
    assert about.updated == max([entry.updated for entry in feed.entries], default=about.updated), address
    return [line(entry.title) for entry in feed.entries]


def json_feed(answer, address):
    feed = answer.json()
    Draft202012Validator(JSON_FEED, format_checker=FORMATS).validate(feed)
    assert feed["feed_url"] == address, feed["feed_url"]
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"]), address
    return [line(item["title"]) for item in feed["items"]]


def calendar(answer, address):
    [read] = icalendar.Calendar.from_ical(answer.content, multiple=True)
    assert read["version"] == "2.0" and read["prodid"], address
    events = list(read.walk("VEVENT"))
    assert len({event["uid"] for event in events}) == len(events), address
    assert all(event["dtstamp"] and event["dtstart"] and event["summary"] for event in events), address
    return [line(event["summary"]) for event in events]


READERS = {"application/atom+xml": atom, "application/feed+json": json_feed, "text/calendar": calendar}


def check(base, path):
    """Every feed of a page, by its address, with the titles it holds."""
    page = requests.get(urljoin(base, path), timeout=60)
    page.raise_for_status()
    announced = Announced()
    announced.feed(page.text)
    assert announced.found, f"{path} announces no feed"
    found = {}
    for kind, href in announced.found:
        address = urljoin(base, href)
        answer = requests.get(address, timeout=60)
        answer.raise_for_status()
        assert answer.headers["content-type"].split(";")[0] == kind, (address, answer.headers)
        found[href] = READERS[kind](answer, address)
    for href, titles in found.items():
        if ".json" in href:
            assert titles == found[href.replace(".json", ".atom")], href
    return found


if __name__ == "__main__":
    base, *paths = sys.argv[1:]
    print(json.dumps({href: titles for path in paths for href, titles in check(base, path).items()}))
