"""Web push: RFC 8030 (protocol), RFC 8188 and 8291 (encryption), RFC 8292 (VAPID)."""
