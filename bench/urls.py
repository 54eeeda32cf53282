"""The real addresses and the yardsticks."""

from django.urls import path

from bench.naive import book
from bench.yardstick import bare
from rathaus.config.urls import urlpatterns as real

urlpatterns = [path("-/bare", bare), path("-/naive", book), *real]
