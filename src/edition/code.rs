//! An example as the reader sees it: file name, download, the command to try, the code.

use super::voice::Voice;

/// The figure of a manifest. `href` leads to the file itself.
pub fn figure(name: &str, code: &str, href: &str, voice: &Voice<'_>) -> String {
    let ticks = fence(code);
    let shown = html_escape::encode_text(name);
    let href = html_escape::encode_double_quoted_attribute(href);
    let download = voice.words("Скачать", "Download");
    let id = crate::text::slug::slug(name);
    format!(
        "<figure class=\"example\" id=\"example-{id}\">\n<figcaption><span class=\"file\">{shown}</span> \
         <code class=\"command\">kubectl apply -f {shown}</code> \
         <a class=\"download\" href=\"{href}\" download>{download}</a></figcaption>\n\n\
         {ticks}yaml\n{}\n{ticks}\n\n</figure>\n",
        code.trim_end()
    )
}

/// A fence longer than any run of backticks in the code.
pub(super) fn fence(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(longest.max(2) + 1)
}
