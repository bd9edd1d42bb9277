//! What is found about the open project, and what the desk does about a finding: go there, or let it pass.

use std::sync::Arc;

use crate::{
    adjudication::claim_of,
    check::{Finding, UNSETTLED},
    intent::FindingIntent,
    model::{Difference, Edit, RuleId, Subject, Waiver},
    notice::NoticeKind,
    rooms::{Whole, Workbench},
    view::Screen,
};

impl Workbench<'_, Whole> {
    pub(crate) fn finding_intent(&mut self, intent: FindingIntent) {
        match intent {
            FindingIntent::Go(finding) => self.go_to_finding(&finding),
            FindingIntent::Waive { rule, subject, reason } => self.waive(rule, subject, &reason),
            FindingIntent::Unwaive { rule, subject } => {
                self.edit(&Edit::Unwaive { rule, subject });
            }
        }
    }

    fn go_to_finding(&mut self, finding: &Finding) {
        let is_of = |open: &Arc<Difference>| open.subject == finding.subject && claim_of(open).is_none();
        let open = self.document.differing().iter().position(is_of);
        match (&finding.subject, finding.span) {
            _ if open.is_some() && finding.rule == UNSETTLED => self.show_difference(open.unwrap_or_default()),
            (Subject::Claim(claim_id), _) => self.document.go_to_claim(claim_id),
            (Subject::Article(article_id), Some(span)) => self.document.select_sentence(article_id, span),
            (Subject::Article(article_id), None) => self.document.go_to_article(article_id),
            (Subject::Source(source_id), _) => self.document.go_to_source(source_id.clone()),
            (Subject::Project, _) => self.show(Screen::Settings),
        }
    }

    fn waive(&mut self, rule: RuleId, subject: Subject, reason: &str) {
        let reason = reason.trim().to_owned();
        if reason.is_empty() {
            return self.around.tell(
                NoticeKind::Warning,
                "Could not let it pass: a reason is needed. Say why it may.",
                None,
            );
        }
        let (signature, introduction) = self.sign();
        let waiver = Edit::Waive(Arc::new(Waiver { rule, subject, reason, signed: Some(signature) }));
        let edits = introduction.into_iter().chain([waiver]).collect();
        self.edit(&Edit::Batch { label: "waive finding".into(), edits });
    }
}
