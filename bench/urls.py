"""The real addresses and the yardstick."""

from django.urls import path

from bench.yardstick import bare
from rathaus.config.urls import urlpatterns as real

urlpatterns = [path("-/bare", bare), *real]
