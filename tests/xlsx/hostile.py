"""Makes workbooks that try to harm their reader. Each function writes one file."""
import struct
import zipfile

FRAME = {
    "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="Doelen" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
ROW = '<row><c t="inlineStr"><is><t>Id</t></is></c></row><row><c t="inlineStr"><is><t>g1</t></is></c></row>'


def book(path, sheet=None, more=()):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in FRAME.items():
            out.writestr(name, text)
        out.writestr("xl/worksheets/sheet1.xml", sheet or "<worksheet><sheetData>%s</sheetData></worksheet>" % ROW)
        for name, text in more:
            out.writestr(name, text)


def zip_bomb(path):
    """300 MB of blanks in 300 kB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in FRAME.items():
            out.writestr(name, text)
        with out.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(b"<worksheet><sheetData>")
            for _ in range(300):
                part.write(b" " * (1 << 20))


def lying_bomb(path):
    """The same, but the table of contents says that it is small."""
    zip_bomb(path)
    data = bytearray(open(path, "rb").read())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24:at + 28] = struct.pack("<I", 1000)
    open(path, "wb").write(data)


def entity_bomb(path):
    lines = "".join('<!ENTITY e%d "%s">' % (i, "&e%d;" % (i - 1) * 10 if i else "ha") for i in range(10))
    book(path, "<!DOCTYPE x [%s]><worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&e9;</t></is></c></row></sheetData></worksheet>" % lines)


def outside_entity(path):
    book(path, '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>')


def deep(path):
    book(path, "<worksheet>" + "<a>" * 200000)


def long_token(path):
    book(path, '<worksheet><sheetData><row a="' + "x" * (12 << 20))


def many_parts(path):
    book(path, more=[("xl/p%d.xml" % i, "") for i in range(20000)])


def truncated(path):
    book(path)
    data = open(path, "rb").read()
    open(path, "wb").write(data[:len(data) // 2])


def not_well_formed(path):
    book(path, "<worksheet><sheetData><row></sheetData></worksheet>")


def bad_checksum(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as out:
        for name, text in FRAME.items():
            out.writestr(name, text)
        out.writestr("xl/worksheets/sheet1.xml", "<worksheet><sheetData>%s" % ROW)
    data = bytearray(open(path, "rb").read())
    at = data.find(b">g1<") + 1
    data[at] ^= 1
    open(path, "wb").write(data)


def missing_sheet(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/workbook.xml", FRAME["xl/workbook.xml"])
        out.writestr("xl/_rels/workbook.xml.rels", "<Relationships/>")


def old_excel(path):
    open(path, "wb").write(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504)


def web_page(path):
    open(path, "w").write("<html><table><tr><td>Id</td></tr></table></html>")


def empty(path):
    open(path, "w").close()


ALL = [zip_bomb, lying_bomb, entity_bomb, outside_entity, deep, long_token, many_parts, truncated,
       not_well_formed, bad_checksum, missing_sheet, old_excel, web_page, empty]
