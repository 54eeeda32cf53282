"""Telling people that something happened: whom, how, and when. Others import `notifying.service`."""
