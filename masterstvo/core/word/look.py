"""How our Word files look: paper, typefaces, styles – in what we make, and added to a template that lacks them."""

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

TYPEFACE = "Times New Roman"
# ГОСТ Р 7.0.97-2016: the left margin is for binding.
MARGINS = {"left": Cm(3), "right": Cm(1.5), "top": Cm(2), "bottom": Cm(2)}
LANDSCAPE_MARGINS = {"left": Cm(2), "right": Cm(1.5), "top": Cm(2), "bottom": Cm(1.5)}
PORTRAIT_WIDTH, LANDSCAPE_WIDTH = 1650, 2620  # hundredths of a centimetre between the margins
BODY, TABLE = Pt(14), Pt(11)

_NEEDED = (
    "Heading 1",
    "Heading 2",
    "Heading 3",
    "Caption",
    "toc 1",
    "toc 2",
    "Report Body",
    "Report List",
    "Report Table",
)


def style_ids(document: Document) -> dict[str, str]:
    """Return {name: id} of every style that blocks use; what the template lacks is added with our own look."""
    for name in _NEEDED:
        if not has_style(document, name):
            _dress(document, name)
    if not has_style(document, "Hyperlink"):
        hyperlink = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
        hyperlink.font.color.rgb, hyperlink.font.underline = RGBColor(0x0D, 0x5B, 0x6B), True
    if not has_style(document, "Table Grid"):
        _add_table_grid(document)
    return {name: document.styles[name].style_id for name in (*_NEEDED, "Hyperlink", "Table Grid")}


def has_style(document: Document, name: str) -> bool:
    return name in document.styles


def dress_all(document: Document, *, body: Pt = BODY, table: Pt = TABLE) -> None:
    """Give a new file our look; python-docx's own blank is an American letter in Calibri with a thumbnail."""
    normal = document.styles["Normal"]
    _typeface(normal, body)
    normal.paragraph_format.space_after = Pt(0)
    for name in _NEEDED:
        _dress(document, name, body, table)
    speak_russian(document)
    _stay_modern(document)
    _drop_thumbnail(document)


def portrait(section: Section) -> None:
    section.orientation = WD_ORIENT.PORTRAIT
    _paper(section, Cm(21), Cm(29.7), MARGINS)


def landscape(section: Section) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    _paper(section, Cm(29.7), Cm(21), LANDSCAPE_MARGINS)


def _paper(section: Section, width: Cm, height: Cm, margins: dict[str, Cm]) -> None:
    section.page_width, section.page_height = width, height
    section.left_margin, section.right_margin = margins["left"], margins["right"]
    section.top_margin, section.bottom_margin = margins["top"], margins["bottom"]
    section.header_distance = section.footer_distance = Cm(1)


def speak_russian(document: Document) -> None:
    """Set the language of every run that does not name its own."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = OxmlElement("w:docDefaults")
        document.styles.element.insert(0, defaults)
    runs = _child(_child(defaults, "w:rPrDefault"), "w:rPr")
    language = _child(runs, "w:lang")
    for attribute in ("w:val", "w:eastAsia"):
        language.set(qn(attribute), "ru-RU")
    language.set(qn("w:bidi"), "ar-SA")
    settings = document.settings.element
    for named in settings.findall(qn("w:themeFontLang")):
        named.set(qn("w:val"), "ru-RU")


def _stay_modern(document: Document) -> None:
    """Keep Word from opening the file in the compatibility mode of 2007."""
    settings = document.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    compat = parse_xml(
        f'<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    after = (
        "w:rsids",
        "w:mathPr",
        "m:mathPr",
        "w:themeFontLang",
        "w:clrSchemeMapping",
        "w:shapeDefaults",
        "w:decimalSymbol",
    )
    following = [child for child in settings if child.tag in {_name(tag) for tag in after}]
    following[0].addprevious(compat) if following else settings.append(compat)


def list_number(document: Document) -> int | None:
    """Return the number of a list with dashes, added to the template's lists, or None where it has no lists at all."""
    relations = document.part.rels.values()
    if not any(relation.reltype.endswith("/numbering") for relation in relations):
        return None
    numbering = document.part.numbering_part.element
    abstract_ids = [int(node.get(qn("w:abstractNumId"))) for node in numbering.findall(qn("w:abstractNum"))]
    abstract_id = max(abstract_ids, default=0) + 1
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract_id}"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="–"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:tabs><w:tab w:val="num" w:pos="1134"/></w:tabs><w:ind w:left="0" w:firstLine="709"/></w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="{TYPEFACE}" w:hAnsi="{TYPEFACE}" w:cs="{TYPEFACE}"/></w:rPr></w:lvl></w:abstractNum>'
    )
    first_number = numbering.find(qn("w:num"))
    first_number.addprevious(abstract) if first_number is not None else numbering.append(abstract)
    return numbering.add_num(abstract_id).numId


def _dress(document: Document, name: str, body: Pt = BODY, table: Pt = TABLE) -> None:
    style = document.styles[name] if has_style(document, name) else _add(document, name)
    shape = style.paragraph_format
    if name.startswith("Heading"):
        _typeface(style, body, bold=True)
        shape.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape.space_before, shape.space_after = Pt(18 if name == "Heading 1" else 12), Pt(6)
        shape.keep_with_next = True
        style.next_paragraph_style = document.styles["Normal"]
        _outline(style, int(name[-1]) - 1)
    elif name == "Caption":
        _typeface(style, min(body, Pt(12)), bold=True)
        shape.space_before, shape.space_after, shape.keep_with_next = Pt(12), Pt(6), True
    elif name.startswith("toc"):
        _typeface(style, body)
        shape.left_indent, shape.right_indent = Cm(0 if name == "toc 1" else 0.75), Cm(1)
        shape.space_after = Pt(3)
        shape.tab_stops.add_tab_stop(Cm(16.5), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    elif name == "Report Table":
        _typeface(style, table)
        shape.space_before = shape.space_after = Pt(1)
    else:
        _typeface(style, body)
        shape.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        shape.space_after, shape.line_spacing = Pt(3), 1.1
        if name == "Report Body":
            shape.first_line_indent = Cm(1.25)


def _add(document: Document, name: str) -> ParagraphStyle:
    builtin = not name.startswith("Report")
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=builtin)
    style.base_style = document.styles["Normal"] if has_style(document, "Normal") else None
    return style


def _typeface(style: ParagraphStyle, size: Pt, *, bold: bool = False) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = TYPEFACE, size, bold, False
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(attribute), TYPEFACE)


def _outline(style: ParagraphStyle, level: int) -> None:
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:outlineLvl")):
        properties.remove(old)
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level))
    properties.append(outline)


def _add_table_grid(document: Document) -> None:
    grid = document.styles.add_style("Table Grid", WD_STYLE_TYPE.TABLE, builtin=True)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid.element.append(parse_xml(f"<w:tblPr {nsdecls('w')}><w:tblBorders>{sides}</w:tblBorders></w:tblPr>"))


def _child(parent, tag: str):
    found = parent.find(qn(tag))
    if found is None:
        found = OxmlElement(tag)
        parent.append(found)
    return found


def _drop_thumbnail(document: Document) -> None:
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]


def _name(tag: str) -> str:
    return (
        qn(tag)
        if tag.startswith("w:")
        else "{http://schemas.openxmlformats.org/officeDocument/2006/math}mathPr"
    )
