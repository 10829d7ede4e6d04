//! SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>), for code scanning.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_sarif::sarif::{
    ArtifactChange, ArtifactContent, ArtifactLocation, Fix, Location, Message, MultiformatMessageString,
    PhysicalLocation, Region, Replacement, ReportingConfiguration, ReportingDescriptor, Result, ResultLevel, Run,
    Sarif, Tool, ToolComponent,
};

use super::Style;
use crate::{
    diagnostics::{Code, Diagnostic, Level, page},
    text::{Source, Span},
};

/// What stays as it is in the path of a URI. <https://www.rfc-editor.org/rfc/rfc3986#section-3.3>
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(super) fn render(diagnostics: &[Diagnostic], style: &Style) -> String {
    let mut codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let driver = ToolComponent::builder()
        .name("konspekt")
        .version(env!("CARGO_PKG_VERSION"))
        .rules(codes.iter().map(|&code| rule(code, style)).collect::<Vec<_>>())
        .build();
    let results: Vec<_> = diagnostics.iter().map(|diagnostic| result(diagnostic, &codes, style)).collect();
    let run = Run::builder().tool(Tool::from(driver)).column_kind("unicodeCodePoints").results(results).build();
    let log = Sarif::builder()
        .schema("https://json.schemastore.org/sarif-2.1.0.json")
        .version("2.1.0")
        .runs(vec![run])
        .build();
    // Strings and numbers always serialise.
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn rule(code: Code, style: &Style) -> ReportingDescriptor {
    let page = page::page(code);
    let text = |text: &str| MultiformatMessageString::builder().text(text).build();
    let mut rule = ReportingDescriptor::builder()
        .id(code.as_str())
        .name(&page.name)
        .full_description(text(page.explanation.get(&style.lang)))
        .default_configuration(ReportingConfiguration::builder().level(page.level.as_str()).build())
        .build();
    rule.help_uri.clone_from(&page.url);
    rule
}

fn result(diagnostic: &Diagnostic, codes: &[Code], style: &Style) -> Result {
    let level = match diagnostic.level {
        Level::Error => ResultLevel::Error,
        Level::Warning => ResultLevel::Warning,
        Level::Note => ResultLevel::Note,
    };
    let text = std::iter::once(diagnostic.message(&style.lang)).chain(diagnostic.helps(&style.lang));
    let mut result = Result::builder()
        .rule_id(diagnostic.code.as_str())
        .level(level)
        .message(message(text.collect::<Vec<_>>().join("\n")))
        .locations(vec![location(&diagnostic.source, diagnostic.span)])
        .build();
    result.rule_index = codes.iter().position(|&code| code == diagnostic.code).and_then(|at| at.try_into().ok());
    let related = diagnostic.labels.iter().map(|label| {
        let mut place = location(&label.source, label.span);
        place.message = Some(message(diagnostic.label_text(label, &style.lang)));
        place
    });
    result.related_locations = Some(related.collect::<Vec<_>>()).filter(|related| !related.is_empty());
    result.fixes = diagnostic.fix.as_ref().map(|fix| {
        let replacement = Replacement::builder()
            .deleted_region(region(&diagnostic.source, fix.span))
            .inserted_content(ArtifactContent::builder().text(&fix.text).build())
            .build();
        let change = ArtifactChange::builder().artifact_location(artifact(&diagnostic.source));
        vec![Fix::builder().artifact_changes(vec![change.replacements(vec![replacement]).build()]).build()]
    });
    result
}

fn message(text: String) -> Message {
    Message::builder().text(text).build()
}

fn location(source: &Source, span: Span) -> Location {
    let place = PhysicalLocation::builder().artifact_location(artifact(source)).region(region(source, span)).build();
    Location::builder().physical_location(place).build()
}

fn artifact(source: &Source) -> ArtifactLocation {
    ArtifactLocation::builder().uri(utf8_percent_encode(source.name(), PATH).to_string()).build()
}

fn region(source: &Source, span: Span) -> Region {
    let (start, end) = (source.position(span.start), source.position(span.end));
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Region::builder()
        .start_line(number(start.line))
        .start_column(number(start.column))
        .end_line(number(end.line))
        .end_column(number(end.column))
        .build()
}
