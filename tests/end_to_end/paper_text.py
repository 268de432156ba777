"""The words of a white-paper.html as plain text that is easy to review: a block a line, a table row a line."""
import html.parser

BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "figcaption", "caption", "dt", "dd", "section", "figure",
          "aside", "table", "div", "header", "footer", "ul", "ol", "dl", "thead", "tbody", "tfoot", "details", "summary"}
SILENT = {"script", "style", "svg", "button", "nav", "head", "template"}
VOID = {"br", "img", "meta", "link", "input", "hr", "col", "source", "wbr"}
MARKS = {"h1": "# ", "h2": "# ", "h3": "## ", "h4": "### ", "h5": "#### ", "h6": "##### ", "li": "- "}


class _Words(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines, self.line, self.silent, self.cells, self.in_number = [], "", 0, 0, False

    def handle_starttag(self, tag, attributes):
        if tag in SILENT:
            self.silent += 1
        if self.silent or tag in ("html", "body", "main"):
            return
        if tag in BLOCKS:
            self.end_line()
            self.line = MARKS.get(tag, "")
            self.cells = 0
        if tag in ("td", "th"):
            self.line += " | " if self.cells else ""
            self.cells += 1
        if tag == "span" and ("class", "no") in attributes or tag == "b":
            self.in_number = True
        if tag == "sup":
            self.line += "^"
        if tag == "br":
            self.line += " "

    def handle_endtag(self, tag):
        if tag in SILENT:
            self.silent -= 1
        elif not self.silent and tag in BLOCKS:
            self.end_line()
        elif tag in ("span", "b") and self.in_number:
            self.line += " "
            self.in_number = False

    def handle_data(self, data):
        if not self.silent:
            self.line += data.replace("\n", " ")

    def end_line(self):
        words = " ".join(self.line.split())
        if words and words not in {m.strip() for m in MARKS.values()}:
            self.lines.append(words)
        self.line = ""


def paper_text(page):
    words = _Words()
    words.feed(page[page.index("<body"):])
    words.end_line()
    return "\n".join(words.lines) + "\n"
