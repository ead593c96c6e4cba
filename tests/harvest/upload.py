"""Uploads a file with tuspy, as a member's session: `upload.py ADDRESS COOKIE FILE STOP [UPLOAD]`.

Goes on with UPLOAD where it is given, whatever breaks on the way, stops behind the byte STOP, and prints where the
upload is, where it stood at first and where it stands.
"""

import json
import sys
from pathlib import Path

from tusclient.client import TusClient

address, cookie, file, stop, *upload = sys.argv[1:]
client = TusClient(f"{address}/en/library/uploads", headers={"Cookie": cookie})
uploader = client.uploader(
    file,
    url=upload[0] if upload else None,
    metadata={"filename": Path(file).name, "filetype": "text/csv"},
    retries=100,
    retry_delay=0.2,
)
begun = uploader.offset
uploader.upload(stop_at=int(stop))
print(json.dumps({"upload": uploader.url, "begun": begun, "offset": uploader.offset}))
