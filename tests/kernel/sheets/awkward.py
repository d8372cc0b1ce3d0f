"""Awkward files, made by code: each with the one sentence a person must read."""

import codecs
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import xlwt

MIB = 1024 * 1024
HEADINGS = ("编号", "问题表述", "完成时限")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

Make = Callable[[Path], None]


@dataclass(frozen=True)
class Awkward:
    """A file, how it is made, and the sentence that refuses it."""

    name: str
    make: Make
    sentence: str


FILES: list[Awkward] = []


def awkward(name: str, sentence: str) -> Callable[[Make], Make]:
    def keep(make: Make) -> Make:
        FILES.append(Awkward(name, make, sentence))
        return make

    return keep


def write_xlsx_file(path: Path, *rows: tuple[object, ...]) -> None:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)


def raw_xlsx(path: Path, sheet_data: str, **more: str) -> None:
    """Write an xlsx by hand, cell for cell."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="台账" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet_data}'
        f"</sheetData>{more.pop('after', '')}</worksheet>",
    } | more
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in parts.items():
            packed.writestr(part, content)


def compound(path: Path, *streams: str) -> None:
    """Write a compound file whose streams are there but say nothing."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<III", header, 44, 1, 1, 0)
    struct.pack_into("<IIIII", header, 56, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    entries = [("Root Entry", 5), *((name, 2) for name in streams)]
    directory = bytearray(512)
    for place, (name, kind) in enumerate(entries):
        raw = name.encode("utf-16-le")
        directory[place * 128 : place * 128 + len(raw)] = raw
        struct.pack_into("<HB", directory, place * 128 + 64, len(raw) + 2, kind)
        struct.pack_into("<II", directory, place * 128 + 116, 0xFFFFFFFE, 0)
    path.write_bytes(bytes(header) + fat + bytes(directory))


def cells(*values: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in values)


def write_xlsb(path: Path, *values: tuple[int, int, str | float]) -> None:
    """Write an xlsb with these cells: row, column, value."""
    last_row, last_column = (max(value[at] for value in values) for at in (0, 1))
    size = struct.pack("<4I", 0, last_row, 0, last_column)
    sheet = [_record(129), _record(148, size), _record(145)]
    for row, column, value in values:
        sheet.append(_record(0, struct.pack("<I13x", row)))
        place = struct.pack("<II", column, 0)
        if isinstance(value, str):
            sheet.append(_record(6, place + _record_text(value)))
        else:
            sheet.append(_record(5, place + struct.pack("<d", value)))
    named = struct.pack("<II", 0, 1) + _record_text("r1") + _record_text("台账")
    book = [_record(131), _record(143), _record(156, named), _record(144), _record(132)]
    relation = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}'
    )
    with zipfile.ZipFile(path, "w") as packed:
        main = f'{relation}/officeDocument" Target="xl/workbook.bin"/></Relationships>'
        packed.writestr("_rels/.rels", main)
        part = f'{relation}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
        packed.writestr("xl/_rels/workbook.bin.rels", part)
        packed.writestr("xl/workbook.bin", b"".join(book))
        packed.writestr("xl/worksheets/sheet1.bin", b"".join([*sheet, _record(146), _record(130)]))


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(content)]) + content


def _record_text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


@awkward("空文件.xlsx", "“空文件.xlsx”是空文件，里面没有任何内容，请确认保存后重新上传。")
def empty(path: Path) -> None:
    path.write_bytes(b"")


@awkward("空表.xlsx", "“空表.xlsx”的工作表“Sheet”里没有数据，请确认选对了工作表。")
def no_rows(path: Path) -> None:
    write_xlsx_file(path)


@awkward("空行.csv", "“空行.csv”的工作表“空行”里没有数据，请确认选对了工作表。")
def only_blank_lines(path: Path) -> None:
    path.write_bytes(b"\r\n,,,\r\n  ,\r\n")


@awkward("只有空格.xlsx", "“只有空格.xlsx”的工作表“Sheet”里没有数据，请确认选对了工作表。")
def only_spaces(path: Path) -> None:
    write_xlsx_file(path, (" ", "\u3000"), ("  ",))


@awkward("超大.csv", "“超大.csv”有 100.0 MB，超过 50 MB 的上限，请拆成几个文件分别上传。")
def hundred_megabytes(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100 * MIB)


@awkward(
    "~$台账.xlsx",
    "“~$台账.xlsx”是打开表格时产生的临时文件，不是表格本身，请上传文件名不带“~$”的那一个。",
)
def owner_file(path: Path) -> None:
    path.write_bytes(b"\x06Office" + bytes(158))


NOT_TABLES = {
    "通知.pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF 文件"),
    "照片.png": (b"\x89PNG\r\n\x1a\n\x00\x00", "图片"),
    "照片.xlsx": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "图片"),
    "资料.rar": (b"Rar!\x1a\x07\x01\x00", "压缩包"),
    "资料.gz": (b"\x1f\x8b\x08\x00\x00", "压缩包"),
    "安装.xls": (b"MZ\x90\x00\x03\x00", "程序"),
    "乱码.csv": (bytes(range(256)) * 40, "无法识别的内容"),
    "文档.rtf": (b"{\\rtf1\\ansi", "RTF 文档"),
    "数据.xml": (b'<?xml version="1.0"?><data/>', "XML 文件"),
}


def _bytes_file(name: str, content: bytes, kind: str) -> None:
    sentence = f"“{name}”不是表格文件（{kind}），请上传 .xlsx、.xls 或 .csv 文件。"
    FILES.append(Awkward(name, lambda path: path.write_bytes(content) and None, sentence))


for _name, (_content, _kind) in NOT_TABLES.items():
    _bytes_file(_name, _content, _kind)


@awkward("报告.docx", "“报告.docx”不是表格文件（Word 文档），请上传 .xlsx、.xls 或 .csv 文件。")
def word(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", "<document/>")


@awkward("改名.xls", "“改名.xls”不是表格文件（Word 文档），请上传 .xlsx、.xls 或 .csv 文件。")
def old_word(path: Path) -> None:
    compound(path, "WordDocument")


@awkward("版式.xlsx", "“版式.xlsx”不是表格文件（OFD 版式文件），请上传 .xlsx、.xls 或 .csv 文件。")
def ofd(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("OFD.xml", "<OFD/>")


@awkward("打包.zip", "“打包.zip”不是表格文件（压缩包），请上传 .xlsx、.xls 或 .csv 文件。")
def packed_files(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("台账.xlsx", b"inside")


@awkward("台账.et", "“台账.et”是 WPS 专用的 .et 格式，请在 WPS 里另存为 .xlsx 再上传。")
def wps_et(path: Path) -> None:
    compound(path, "ETContent")


@awkward(
    "导出.xls",
    "“导出.xls”实际是网页，不是真正的表格，请用 WPS 或 Excel 打开后另存为 .xlsx 再上传。",
)
def web_page(path: Path) -> None:
    path.write_text("<html><table><tr><td>编号</td></tr></table></html>", encoding="utf-8")


@awkward("旧式.xls", "“旧式.xls”是旧式 XML 表格，请用 WPS 或 Excel 打开后另存为 .xlsx 再上传。")
def xml_table(path: Path) -> None:
    path.write_text('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>')


@awkward("加密.xlsx", "“加密.xlsx”设了打开密码，请在 WPS 或 Excel 里取消密码后重新上传。")
def password(path: Path) -> None:
    compound(path, "EncryptionInfo", "EncryptedPackage")


@awkward("带宏.xlsm", "“带宏.xlsm”带有宏程序，为安全起见不接收，请另存为不带宏的 .xlsx 再上传。")
def macros(path: Path) -> None:
    raw_xlsx(path, f'<row r="1">{cells("编号")}</row>', **{"xl/vbaProject.bin": "macro"})


BROKEN = "已损坏或没有传完整，请用 WPS 或 Excel 打开确认内容无误，另存后重新上传。"


@awkward("截断.xlsx", f"“截断.xlsx”{BROKEN}")
def truncated(path: Path) -> None:
    write_xlsx_file(path, HEADINGS, *[("WT-1", "停车难", "6月底")] * 200)
    path.write_bytes(path.read_bytes()[:-900])


@awkward("截断.xls", f"“截断.xls”{BROKEN}")
def truncated_xls(path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("台账").write(0, 0, "编号")
    book.save(path)
    path.write_bytes(path.read_bytes()[:1200])


@awkward("坏字节.xlsx", f"“坏字节.xlsx”{BROKEN}")
def flipped_bytes(path: Path) -> None:
    write_xlsx_file(path, HEADINGS, *[("WT-1", "停车难", "6月底")] * 200)
    with zipfile.ZipFile(path) as packed:
        at = packed.getinfo("xl/worksheets/sheet1.xml").header_offset
    content = bytearray(path.read_bytes())
    content[at + 120 : at + 140] = b"\xff" * 20
    path.write_bytes(content)


@awkward("假长度.xlsx", f"“假长度.xlsx”{BROKEN}")
def lying_directory(path: Path) -> None:
    """A directory that declares far less than is unpacked."""
    raw_xlsx(path, f'<row r="1">{cells("编号" * 100_000)}</row>')
    with zipfile.ZipFile(path) as packed:
        size = packed.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 100)))


@awkward("实体.xlsx", f"“实体.xlsx”{BROKEN}")
def own_entities(path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><c>&b;</c></worksheet>'
    raw_xlsx(path, "", **{"xl/worksheets/sheet1.xml": bomb})


@awkward(
    "炸弹.xlsx",
    "“炸弹.xlsx”解压后有 500 MB，与文件大小很不相称，请把数据复制到新建的表格里再上传。",
)
def zip_bomb(path: Path) -> None:
    raw_xlsx(path, "")
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
        packed.open("xl/sharedStrings.xml", "w") as part,
    ):
        for _ in range(500):
            part.write(bytes(MIB))


@awkward(
    "十万列.csv",
    "“十万列.csv”的工作表“十万列”有 100000 列，超过 300 列的上限，请删除右侧多余的列后重新上传。",
)
def hundred_thousand_columns(path: Path) -> None:
    path.write_text(",".join(["列"] * 100_000), encoding="utf-8")


@awkward(
    "宽表.xlsx",
    "“宽表.xlsx”的工作表“台账”有 16384 列，超过 300 列的上限，请删除右侧多余的列后重新上传。",
)
def last_column(path: Path) -> None:
    raw_xlsx(path, '<row r="1"><c r="XFD1"><v>1</v></c></row>')


@awkward(
    "远格.xlsx",
    "“远格.xlsx”的工作表“台账”一直延伸到 Z1048576，范围过大，请删除下方和右侧多余的行列后重新上传。",
)
def far_corner(path: Path) -> None:
    last = '<row r="1048576"><c r="Z1048576"><v>1</v></c></row>'
    raw_xlsx(path, f'<row r="1"><c r="A1"><v>1</v></c></row>{last}')


@awkward(
    "远格.xls",
    "“远格.xls”的工作表“第 1 张”一直延伸到 IV65536，范围过大，请删除下方和右侧多余的行列后重新上传。",
)
def far_corner_xls(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    sheet.write(0, 0, "编号")
    sheet.write(65535, 255, 1)
    book.save(path)


@awkward(
    "重复格.ods",
    "“重复格.ods”的工作表“台账”一直延伸到 XFD1048576，范围过大，请删除下方和右侧多余的行列后重新上传。",
)
def repeated_cells(path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    write_ods(path, row)


def write_ods(path: Path, rows: str) -> None:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" '
        f'xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet><table:table table:name="台账">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
        packed.writestr("content.xml", content)


@awkward("太长.csv", "“太长.csv”的工作表“太长”超过 300000 行，请拆成几个文件分别上传。")
def too_many_rows(path: Path) -> None:
    path.write_text("编号,问题\n" + "1,2\n" * 300_000, encoding="utf-8")


@awkward(
    "混编码.csv",
    "“混编码.csv”混用了两种文字编码，从第 3 行开始不一致，请用 WPS 或 Excel 打开、核对后另存为 .xlsx 再上传。",
)
def mixed_encodings(path: Path) -> None:
    path.write_bytes("编号,问题表述\n1,停车难\n".encode() + "2,上学难\n".encode("gb18030"))


@awkward(
    "坏编码.csv",
    "“坏编码.csv”第 2 行的文字编码无法识别，请用 WPS 或 Excel 打开后另存为 .xlsx 再上传。",
)
def bad_encoding(path: Path) -> None:
    path.write_bytes("编号,问题\n".encode("gb18030") + b"1,\xff\xff\n")


@awkward(
    "坏编码16.csv",
    "“坏编码16.csv”第 1 行的文字编码无法识别，请用 WPS 或 Excel 打开后另存为 .xlsx 再上传。",
)
def bad_utf16(path: Path) -> None:
    path.write_bytes(codecs.BOM_UTF16_LE + "编号".encode("utf-16-le") + b"\x00\xd8\x41")


@awkward("引号.csv", "“引号.csv”第 2 行附近的双引号没有成对，请改正或另存为 .xlsx 后重新上传。")
def open_quote(path: Path) -> None:
    path.write_text('编号,问题\n1,"停车难\n2,上学难\n', encoding="utf-8")


@awkward("长格.csv", "“长格.csv”第 2 行有一格超过 131072 字，请缩短或拆开后重新上传。")
def long_cell(path: Path) -> None:
    path.write_text("编号,问题\n1," + "长" * 131_073, encoding="utf-8")


@awkward(
    "未计算.xlsx",
    "“未计算.xlsx”的工作表“Sheet”里 C2 的公式还没有算出结果，请用 WPS 或 Excel 打开、保存一次后重新上传。",
)
def not_calculated(path: Path) -> None:
    write_xlsx_file(path, ("编号", "金额", "合计"), ("WT-1", 5, "=B2*2"))


@awkward(
    "全错.xlsx",
    "“全错.xlsx”的工作表“台账”里从 A1 起有大量公式出错（如 #N/A），请改正公式后重新上传。",
)
def failed_formulas(path: Path) -> None:
    raw_xlsx(
        path,
        "".join(f'<row r="{n}"><c r="A{n}" t="e"><v>#N/A</v></c></row>' for n in range(1, 1100)),
    )


@awkward("乱合并.xlsx", "“乱合并.xlsx”的工作表“台账”合并单元格过多，请取消不必要的合并后重新上传。")
def merged_to_excess(path: Path) -> None:
    merges = '<mergeCell ref="A1:CV20000"/>' * 3
    corner = '<row r="20000"><c r="CV20000"><v>1</v></c></row>'
    raw_xlsx(
        path,
        f'<row r="1"><c r="A1"><v>1</v></c></row>{corner}',
        after=f"<mergeCells>{merges}</mergeCells>",
    )
