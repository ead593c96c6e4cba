"""Harvests a running portal with Sickle, reads its citations with rispy and bibtexparser, and its feeds (feeds.py).

harvest.py ADDRESS prints what it found as JSON; whatever is not as the protocols have it is an exception.
"""

import json
import sys
from datetime import datetime, timedelta

import bibtexparser
import feeds
import requests
import rispy
from bibtexparser.middlewares import SeparateCoAuthors
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from sickle import Sickle, oaiexceptions

ADDRESS = sys.argv[1]
OAI = f"{ADDRESS}/oai"
MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def names(headers):
    """Identifiers, none of them twice."""
    found = [header.identifier for header in headers]
    assert len(found) == len(set(found)), "a record came twice"
    return set(found)


def refused(expected, verb, **arguments):
    """The protocol's own error, by its name."""
    try:
        getattr(sickle, verb)(**arguments)
    except expected:
        return
    raise AssertionError(f"{verb} {arguments} was not refused by {expected.__name__}")


sickle = Sickle(OAI, timeout=60)
identity = sickle.Identify()
assert identity.baseURL == OAI, identity.baseURL
assert (identity.protocolVersion, identity.deletedRecord) == ("2.0", "persistent")
assert identity.granularity == "YYYY-MM-DDThh:mm:ssZ" and "@" in identity.adminEmail
assert [one.metadataPrefix for one in sickle.ListMetadataFormats()] == ["oai_dc"]
sets = {one.setSpec for one in sickle.ListSets()}

records = list(sickle.ListRecords(metadataPrefix="oai_dc"))
everything = names(record.header for record in records)
deleted = names(record.header for record in records if record.deleted)
assert names(sickle.ListIdentifiers(metadataPrefix="oai_dc")) == everything
by_post = Sickle(OAI, http_method="POST", timeout=60)
assert names(by_post.ListIdentifiers(metadataPrefix="oai_dc")) == everything

stamps = [datetime.strptime(record.header.datestamp, MOMENT) for record in records]
assert stamps == sorted(stamps)
assert datetime.strptime(identity.earliestDatestamp, MOMENT) <= stamps[0]
middle = stamps[len(stamps) // 2]
early = names(sickle.ListIdentifiers(metadataPrefix="oai_dc", until=middle.strftime(MOMENT)))
behind = (middle + timedelta(seconds=1)).strftime(MOMENT)
late = names(sickle.ListIdentifiers(metadataPrefix="oai_dc", **{"from": behind}))
assert early | late == everything and not early & late
day = stamps[0].strftime("%Y-%m-%d")
of_day = names(sickle.ListIdentifiers(metadataPrefix="oai_dc", **{"from": day, "until": day}))
assert len(of_day) == sum(stamp.date() == stamps[0].date() for stamp in stamps)

for one in sorted({spec for record in records for spec in record.header.setSpecs}):
    assert one in sets, one
    of_set = names(sickle.ListIdentifiers(metadataPrefix="oai_dc", set=one))
    assert of_set == names(record.header for record in records if one in record.header.setSpecs)

# The two sets of what is published are all of it, and each comes page by page.
of = {one: [record for record in records if one in record.header.setSpecs] for one in ("resource", "highlight")}
assert sum(map(len, of.values())) == len(records) and all(len(part) > 100 for part in of.values())
assert all(("/" in record.header.identifier) == (one == "highlight") for one in of for record in of[one])
for one, part in of.items():
    within = {"from": behind, "until": stamps[-1].strftime(MOMENT), "set": one}
    later = [record for record in part if record.header.datestamp >= behind]
    assert names(sickle.ListIdentifiers(metadataPrefix="oai_dc", **within)) == names(record.header for record in later)
    assert [record.header.datestamp for record in sickle.ListRecords(metadataPrefix="oai_dc", set=one)] == [
        record.header.datestamp for record in part
    ]

for record in records[:3] + [record for one in of for record in of[one] if record.deleted][:1] + of["highlight"][-1:]:
    alone = sickle.GetRecord(identifier=record.header.identifier, metadataPrefix="oai_dc")
    assert alone.header.datestamp == record.header.datestamp and alone.deleted == record.deleted
    assert record.deleted or alone.metadata == record.metadata

one = records[0].header.identifier
refused(oaiexceptions.NoRecordsMatch, "ListRecords", metadataPrefix="oai_dc", until="1999-12-31")
refused(oaiexceptions.BadArgument, "ListRecords", metadataPrefix="oai_dc", until="yesterday")
refused(oaiexceptions.CannotDisseminateFormat, "GetRecord", identifier=one, metadataPrefix="marc21")
refused(oaiexceptions.IdDoesNotExist, "GetRecord", identifier=one[:-10] + "zzzzzzzzzz", metadataPrefix="oai_dc")
refused(oaiexceptions.BadResumptionToken, "ListRecords", resumptionToken="never given")

# Names of LaTeX's text symbols (ltoutenc.dtx) that pylatexenc lacks, or takes for an accent.
symbols = get_default_latex_context_db()
macros = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
symbols.add_context_category("symbols", prepend=True, macros=[MacroTextSpec(*one) for one in macros.items()])
decode = LatexNodes2Text(latex_context=symbols).latex_to_text

cited = {one: [] for one in of}
last = [(one, record) for one in of for record in [record for record in of[one] if not record.deleted][-5:]]
for one, record in last:
    page = record.metadata["identifier"][0].replace("/r/", "/en/library/").replace("/h/", "/en/highlights/")
    data = requests.get(f"{page}/cite.json", timeout=60).json()[0]
    whole = [name.get("literal") or f"{name['family']}, {name['given']}" for name in data.get("author", [])]

    [ris] = rispy.loads(requests.get(f"{page}/cite.ris", timeout=60).content.decode("utf-8"))
    assert ris["title"] == data["title"], ris
    assert ris.get("authors", []) == whole, ris
    assert ris["urls"] == [data["URL"]] and "unknown_tag" not in ris, ris

    text = requests.get(f"{page}/cite.bib", timeout=60).content.decode("utf-8")
    library = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors()])
    assert not library.failed_blocks and len(library.entries) == 1, text
    fields = {field.key: field.value for field in library.entries[0].fields}
    assert decode(fields["title"]) == data["title"], text
    assert [decode(name) for name in fields.get("author", [])] == whole, text
    assert fields["url"] == data["URL"], text
    issued = data.get("issued", {}).get("date-parts", [[]])[0]
    told = {"title": data["title"], "authors": whole, "issued": "-".join(f"{part:02}" for part in issued)}
    cited[one].append({**told, "harvested": record.metadata})

followed = feeds.check(ADDRESS, "/en/library")
counts = {one: len(part) for one, part in of.items()}
print(json.dumps({"records": len(records), "of": counts, "deleted": len(deleted), "sets": len(sets), "cited": cited, "followed": followed}))
