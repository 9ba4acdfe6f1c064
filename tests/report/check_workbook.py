#!/usr/bin/env python3
"""Reads a report's workbook with openpyxl: the offer and the budgets add up to the cost, as numbers.
usage: check_workbook.py FILE CENTS"""
import sys
from openpyxl import load_workbook

book = load_workbook(sys.argv[1])
cost = int(sys.argv[2]) / 100
wrong = []
if book.sheetnames[0] not in ("Summary", "Samenvatting") or len(book.sheetnames) < 4:
    wrong.append(f"sheets: {book.sheetnames}")
found = 0
for sheet in book:
    rows = list(sheet.iter_rows(values_only=True))
    if any(str(value).startswith("=") for row in rows for value in row):
        wrong.append(f"a formula on {sheet.title}")
    for row in rows:
        if row and row[0] in ("Total", "Totaal"):
            found += cost in row
if found < 2:
    wrong.append(f"{found} totals are the cost {cost}")
for line in wrong:
    print("  " + line)
sys.exit(1 if wrong else 0)
