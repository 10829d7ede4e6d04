//! Jobs and CronJobs.

use super::{Check, ObjectRule, Report, Rule, apps, rule};
use crate::examples::{formats, schema::check::Trail};

const JOB: &str = "concepts/workloads/controllers/job/";
const CRONJOB: &str = "concepts/workloads/controllers/cron-jobs/";

pub(super) const RULES: &[Rule] = &[
    rule("batch.v1.CronJobSpec", "schedule", Check::NotEmpty, CRONJOB),
    rule("batch.v1.CronJobSpec", "timeZone", Check::Form(formats::time_zone, "time_zone"), CRONJOB),
    rule("batch.v1.CronJobSpec", "concurrencyPolicy", Check::OneOf(&["Allow", "Forbid", "Replace"]), CRONJOB),
    rule("batch.v1.CronJobSpec", "startingDeadlineSeconds", Check::AtLeast(0), CRONJOB),
    rule("batch.v1.CronJobSpec", "successfulJobsHistoryLimit", Check::AtLeast(0), CRONJOB),
    rule("batch.v1.CronJobSpec", "failedJobsHistoryLimit", Check::AtLeast(0), CRONJOB),
    rule("batch.v1.JobSpec", "parallelism", Check::AtLeast(0), JOB),
    rule("batch.v1.JobSpec", "completions", Check::AtLeast(0), JOB),
    rule("batch.v1.JobSpec", "backoffLimit", Check::AtLeast(0), JOB),
    rule("batch.v1.JobSpec", "activeDeadlineSeconds", Check::AtLeast(0), JOB),
    rule("batch.v1.JobSpec", "ttlSecondsAfterFinished", Check::AtLeast(0), JOB),
    rule("batch.v1.JobSpec", "completionMode", Check::OneOf(&["NonIndexed", "Indexed"]), JOB),
    rule("batch.v1.JobSpec", "podReplacementPolicy", Check::OneOf(&["TerminatingOrFailed", "Failed"]), JOB),
    rule("batch.v1.PodFailurePolicyOnExitCodesRequirement", "operator", Check::OneOf(&["In", "NotIn"]), JOB),
    rule("batch.v1.PodFailurePolicyOnExitCodesRequirement", "values", Check::NotEmpty, JOB),
    rule("batch.v1.JobSpec", "backoffLimitPerIndex", Check::AtLeast(0), JOB),
    rule("batch.v1.PodFailurePolicyRule", "action", Check::OneOf(&["FailJob", "FailIndex", "Ignore", "Count"]), JOB),
];

pub(super) const OBJECTS: &[(&str, ObjectRule)] = &[
    ("batch.v1.JobSpec", |trail, report| {
        let indexed = trail.node.entry("completionMode").filter(|entry| entry.value.text() == Some("Indexed"));
        if let (Some(entry), None) = (indexed, trail.node.get("completions")) {
            report.page(JOB).missing_where("completions", entry.key_span, "completionMode: Indexed");
        }
        let template = trail.node.at(&["template", "spec"]);
        if let (Some(entry), Some("OnFailure")) =
            (trail.node.entry("podFailurePolicy"), template.and_then(|pod| pod.text_at("restartPolicy")))
        {
            report.page("concepts/workloads/controllers/job/#pod-failure-policy");
            report.forbidden(entry, "restartPolicy: OnFailure");
        }
        if indexed.is_none() {
            for field in ["successPolicy", "backoffLimitPerIndex", "maxFailedIndexes"] {
                if let Some(entry) = trail.node.entry(field).filter(|entry| !entry.value.is_null()) {
                    report.page(JOB).missing_where("completionMode: Indexed", entry.key_span, field);
                }
            }
        }
        let manual = trail.node.get("manualSelector").and_then(crate::examples::yaml::Node::boolean) == Some(true);
        if manual {
            apps::own_selector(trail, report, JOB);
        }
        if let (Some(entry), false) = (trail.node.entry("selector").filter(|e| !e.value.is_null()), manual) {
            report.page(JOB).forbidden(entry, "manualSelector: false");
        }
    }),
    ("batch.v1.CronJobSpec", schedule),
];

fn schedule(trail: &Trail<'_>, report: &mut Report<'_>) {
    let Some(node) = trail.node.get("schedule") else { return };
    let Some(text) = node.text().filter(|text| !text.is_empty()) else { return };
    report.page(CRONJOB);
    if text.starts_with("TZ=") || text.starts_with("CRON_TZ=") {
        report.format(node, "schedule", "cron_zone");
    } else if !formats::cron(text) {
        report.format(node, "schedule", "cron");
    }
}
