"""Uploads a file with tuspy, as a member's session: `upload.py ADDRESS COOKIE FILE STOP [UPLOAD]`.

Goes on with UPLOAD where it is given, stops behind the byte STOP, and prints where the upload is and stands.
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
    chunk_size=3_000_000,
    metadata={"filename": Path(file).name, "filetype": "text/csv"},
)
begun = uploader.offset
uploader.upload(stop_at=int(stop))
print(json.dumps({"upload": uploader.url, "begun": begun, "offset": uploader.offset}))
