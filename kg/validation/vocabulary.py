"""The vocabulary check: every term that is used is declared, and every thing that is pointed to is there."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.lexical import known_datatype
