#pragma once
// One plain function a route: a call becomes an answer. They throw Error for what they can't answer.
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
Answer list_cubes(const Call& call);
Answer get_cube(const Call& call);  // also as cube.csv, .xlsx, .json

Answer get_paper(const Call& call);
Answer get_paper_file(const Call& call);

Answer post_job(const Call& call);
Answer get_job(const Call& call);
Answer delete_job(const Call& call);

}  // namespace zhiheng::serve
