//! A receipt as a page.

use super::Receipt;
use super::base64;
use super::lines::Line;

/// No script, no address: the page can only show itself.
const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

const STYLE: &str = "body{margin:0;background:#fff;color:#000;font:15px/1.45 system-ui,'Noto Sans','DejaVu Sans',sans-serif}\
main{max-width:24rem;margin:0 auto;padding:1.5rem}\
p{margin:0;text-align:center;overflow-wrap:anywhere}\
p.strong{font-weight:700;font-size:1.15em;margin:.2rem 0}\
dl{display:grid;grid-template-columns:auto 1fr;gap:0 1rem;margin:0}\
dt{color:#444}dd{margin:0;text-align:end;overflow-wrap:anywhere}\
hr{border:0;border-top:1px dashed #888;margin:.7rem 0}\
figure{margin:.7rem 0 0}figcaption{color:#444}img{max-width:100%;max-height:8rem}\
div.sign{height:3rem;border-bottom:1px solid #000}\
@media print{main{padding:0}}";

impl Receipt {
    /// A page of its own: UTF-8, language and direction set, everything inside, no script. All texts are escaped.
    pub fn html(&self) -> String {
        let language = self.language.code();
        let direction = if self.language.is_right_to_left() { "rtl" } else { "ltr" };
        let title = escaped(&format!(
            "{} {}",
            self.operation.title(self.language),
            self.denomination.write_with_letters(self.amount)
        ));
        let body = self.body();
        format!(
            "<!doctype html>\n<html lang=\"{language}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
        )
    }

    fn body(&self) -> String {
        let (mut page, mut in_list) = (String::new(), false);
        for line in self.lines() {
            let field = matches!(line, Line::Field { .. });
            if field != in_list {
                page.push_str(if field { "<dl>\n" } else { "</dl>\n" });
                in_list = field;
            }
            page.push_str(&element(&line));
        }
        page.push_str(if in_list { "</dl>\n" } else { "" });
        page
    }
}

/// Values that are written from left to right in every language keep that in Arabic: `bdi` sets each apart.
fn element(line: &Line<'_>) -> String {
    match line {
        Line::Middle(text) => format!("<p><bdi>{}</bdi></p>\n", escaped(text)),
        Line::Strong(text) => format!("<p class=\"strong\"><bdi>{}</bdi></p>\n", escaped(text)),
        Line::Field { label, value } => {
            format!("<dt>{}</dt><dd><bdi>{}</bdi></dd>\n", escaped(label), escaped(value))
        }
        Line::Blank => "<hr>\n".to_owned(),
        Line::SignHere(label) => {
            format!(
                "<figure><figcaption>{}</figcaption><div class=\"sign\"></div></figure>\n",
                escaped(label)
            )
        }
        Line::Signature(label, image) => {
            let (label, data) = (escaped(label), base64::encode(image.as_png()));
            format!(
                "<figure><figcaption>{label}</figcaption><img alt=\"{label}\" src=\"data:image/png;base64,{data}\"></figure>\n"
            )
        }
    }
}

/// As text between tags and in quoted attributes.
fn escaped(text: &str) -> String {
    let mut page = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            other => page.push(other),
        }
    }
    page
}
