#pragma once
// One plain function a route: a call becomes an answer. They throw Error for what they can't answer.
#include <nlohmann/json_fwd.hpp>

#include "serve/routes.h"

namespace zhiheng::serve {

Answer get_health(const Call& call);
Answer get_readiness(const Call& call);
Answer get_metrics(const Call& call);
Answer get_openapi(const Call& call);
Answer get_events(const Call& call);
Answer get_page(const Call& call);  // files of the web app, its first page for any other path

Answer list_districts(const Call& call);
Answer get_overview(const Call& call);
Answer list_departments(const Call& call);
Answer list_areas(const Call& call);
Answer list_domains(const Call& call);

Answer list_indicators(const Call& call);
Answer get_indicator(const Call& call);
Answer get_indicator_values(const Call& call);

Answer list_plans(const Call& call);
Answer get_plan(const Call& call);
Answer get_forecast(const Call& call);
Answer list_tasks(const Call& call);

Answer list_datasets(const Call& call);
Answer get_dataset(const Call& call);
Answer get_template(const Call& call);
Answer get_rows(const Call& call);
people::Scope scope_of_records(const Call& call);
Answer list_cubes(const Call& call);
Answer get_cube(const Call& call);  // also as cube.csv, .xlsx, .json

Answer get_paper(const Call& call);
Answer get_paper_file(const Call& call);

Answer list_chapters(const Call& call);
Answer post_preview(const Call& call);
Answer post_draft(const Call& call);
Answer post_edition(const Call& call);
Answer list_editions(const Call& call);
Answer get_edition_file(const Call& call);
Answer get_comparison(const Call& call);
/// The years of which there is a paper of the district.
std::vector<int> papers_of(const Call& call, const std::string& district);

Answer post_job(const Call& call);
Answer list_jobs(const Call& call);
Answer get_job(const Call& call);
Answer delete_job(const Call& call);

Answer get_session(const Call& call);
Answer post_session(const Call& call);
Answer delete_session(const Call& call);
Answer post_link(const Call& call);
Answer put_password(const Call& call);
Answer post_second_factor(const Call& call);
Answer put_second_factor(const Call& call);

Answer list_users(const Call& call);
Answer post_user(const Call& call);
Answer put_roles(const Call& call);
Answer post_user_link(const Call& call);
Answer disable_user(const Call& call);
Answer enable_user(const Call& call);
Answer reset_user(const Call& call);
Answer get_roles(const Call& call);

Answer get_journal(const Call& call);
Answer list_heads(const Call& call);
Answer list_journal(const Call& call);
Answer verify_journal(const Call& call);
Answer get_status(const Call& call);

Answer list_flows(const Call& call);
Answer list_cases(const Call& call);
Answer get_case(const Call& call);
Answer post_case(const Call& call);
Answer post_step(const Call& call);
Answer post_file(const Call& call);
Answer get_file(const Call& call);

Answer post_submission(const Call& call);
Answer approve_submission(const Call& call);
Answer hand_back_submission(const Call& call);
Answer withdraw_submission(const Call& call);
Answer get_rejected(const Call& call);
Answer get_rejected_file(const Call& call);
Answer list_batches(const Call& call);
Answer withdraw_batch(const Call& call);
Answer get_quality(const Call& call);
Answer list_due(const Call& call);
people::Scope scope_of_sending(const Call& call);
people::Scope scope_of_submission(const Call& call);
people::Scope scope_of_batch(const Call& call);

/// 202 with the job and where to ask for it.
Answer job_answer(const nlohmann::ordered_json& job);
/// Throws Error where the visitor may not know of the job: one's own, all for who may see all, one without an
/// owner for who knows its id.
void require_job(const Call& call, const std::string& id);

}  // namespace zhiheng::serve
