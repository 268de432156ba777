#include "serve/routes.h"

#include "serve/handlers.h"

namespace zhiheng::serve {
namespace {

using Type = Parameter::Type;

const Parameter kDistrict{
    "district", Type::kText, {"地区，缺省为第一个", "district, the first one where none is said"}};
const Parameter kYear{
    "year", Type::kInteger, {"年份，缺省为最近一年", "year, the latest where none is said"}};
const Parameter kOwner{"owner", Type::kText, {"部门代码", "code of a department"}};
const Parameter kDomain{"domain", Type::kText, {"领域代码", "code of a domain"}};
const Parameter kPlan{"plan", Type::kText, {"规划，必填", "plan, must be said"}};
const std::vector<Parameter> kJudging{
    {"simulated",
     Type::kFlag,
     {"1：以模拟数据补空，处处标明", "1: gaps filled with made-up values, marked everywhere"}},
    {"as_of", Type::kDay, {"评估日，缺省为今天", "the day to judge on, today where none is said"}}};

std::vector<Parameter> judging(std::vector<Parameter> more) {
  more.insert(more.end(), kJudging.begin(), kJudging.end());
  return more;
}

/// What everybody may read, and what is the same for all.
Route get(std::string pattern, std::string id, catalog::Title summary, std::vector<Parameter> parameters,
          std::string answer, Handler handler, bool keeps = true) {
  return {.method = "GET",
          .pattern = std::move(pattern),
          .id = std::move(id),
          .capability = "public.read",
          .summary = std::move(summary),
          .parameters = std::move(parameters),
          .answer = std::move(answer),
          .handler = handler,
          .keeps = keeps};
}

/// What needs a right, over the whole district unless `scope` says of what.
Route see(std::string pattern, std::string id, std::string capability, catalog::Title summary,
          std::vector<Parameter> parameters, std::string answer, Handler handler, ScopeOf scope = nullptr) {
  Route route = get(std::move(pattern), std::move(id), std::move(summary), std::move(parameters),
                    std::move(answer), handler, false);
  route.capability = std::move(capability);
  route.scope = scope;
  return route;
}

/// A write with a body of JSON; `takes` empty: without members.
Route write(std::string method, std::string pattern, std::string id, std::string capability,
            catalog::Title summary, std::string takes, std::string answer, Handler handler,
            ScopeOf scope = nullptr, int success = 200) {
  return {.method = std::move(method),
          .pattern = std::move(pattern),
          .id = std::move(id),
          .capability = std::move(capability),
          .summary = std::move(summary),
          .answer = std::move(answer),
          .handler = handler,
          .success = success,
          .body = Body::kJson,
          .takes = takes.empty() ? "Empty" : std::move(takes),
          .scope = scope};
}

std::vector<Route> service_routes() {
  return {
      get("/healthz", "getHealth", {"进程在运行", "the process is alive"}, {}, "Health", get_health, false),
      get("/readyz", "getReadiness", {"可以接受请求", "requests are served"}, {}, "Health", get_readiness,
          false),
      get("/metrics", "getMetrics", {"监控指标（Prometheus）", "metrics for Prometheus"}, {},
          "text/plain; version=0.0.4", get_metrics, false),
      get("/api/v1/openapi.json", "getOpenapi", {"接口说明", "this description"}, {}, "OpenApi", get_openapi),
      get("/api/v1/events", "getEvents", {"事件流", "stream of events"},
          {{"job", Type::kText, {"另报这项作业的进展", "tell how this job goes on, too"}}},
          "text/event-stream", get_events, false),
  };
}

std::vector<Route> district_routes() {
  const std::string d = "/api/v1/districts/{district}";
  return {
      get("/api/v1/districts", "listDistricts", {"地区", "districts"}, list_parameters(), "Districts",
          list_districts, false),
      get(d + "/overview", "getOverview", {"驾驶舱", "the year at a glance"}, {kYear}, "Overview",
          get_overview),
      get("/api/v1/departments", "listDepartments", {"部门", "departments"}, list_parameters({kDistrict}),
          "Codes", list_departments),
      get("/api/v1/areas", "listAreas", {"街镇", "towns"}, list_parameters({kDistrict}), "Areas", list_areas),
      get("/api/v1/domains", "listDomains", {"领域", "domains"}, list_parameters({kDistrict}), "Codes",
          list_domains),
      get(d + "/indicators", "listIndicators", {"指标", "indicators"}, list_parameters({kOwner, kDomain}),
          "Indicators", list_indicators),
      get(d + "/indicators/{indicator}", "getIndicator",
          {"一个指标及其数值和来源", "an indicator, its values, where they come from"}, {}, "Indicator",
          get_indicator),
      get(d + "/indicators/{indicator}/{file}", "getIndicatorValues",
          {"数值表：values.csv、values.sdmx.csv、values.xlsx、values.json",
           "its values as a table: values.csv, values.sdmx.csv, values.xlsx, values.json"},
          {}, "text/csv", get_indicator_values),
      get(d + "/paper", "getPaper", {"质量白皮书（结构化）", "the white paper for programs"}, {kYear},
          "Paper", get_paper, false),
      get(d + "/paper/files/{format}", "getPaperFile",
          {"白皮书文件：html、pdf、docx、xlsx", "its files: html, pdf, docx, xlsx"}, {kYear},
          "application/octet-stream", get_paper_file, false),
  };
}

std::vector<Route> plan_routes() {
  const std::string d = "/api/v1/districts/{district}";
  return {
      get(d + "/plans", "listPlans", {"规划", "plans"}, {}, "Plans", list_plans),
      get(d + "/plans/{plan}", "getPlan", {"规划目标评估", "the targets of a plan, judged"}, judging({}),
          "Plan", get_plan),
      get(d + "/plans/{plan}/targets/{target}/forecast", "getForecast",
          {"目标预测", "the chance to reach a target"}, judging({}), "Forecast", get_forecast),
      get(d + "/tasks", "listTasks", {"规划任务", "tasks of plans"}, judging({kPlan}), "Tasks", list_tasks),
  };
}

std::vector<Route> data_routes() {
  const std::string d = "/api/v1/districts/{district}";
  return {
      get(d + "/datasets", "listDatasets", {"数据集", "datasets"}, list_parameters({kOwner, kDomain}),
          "Datasets", list_datasets),
      get(d + "/datasets/{dataset}", "getDataset", {"数据集的定义", "a dataset's definition"}, {}, "Dataset",
          get_dataset),
      get(d + "/datasets/{dataset}/template.xlsx", "getTemplate", {"数据集的填报表", "the form of a dataset"},
          {}, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", get_template),
      get(d + "/cubes", "listCubes", {"汇总表与名录", "cubes and lists"}, list_parameters({kOwner}), "Cubes",
          list_cubes),
      get(d + "/cubes/{cube}", "getCube",
          {"汇总表的定义和数据；加 .csv、.sdmx.csv、.xlsx、.json 为文件",
           "a cube with its rows; with .csv, .sdmx.csv, .xlsx, .json as a file"},
          {}, "Cube", get_cube),
  };
}

std::vector<Route> job_routes() {
  const std::string job = "/api/v1/jobs/{job}";
  return {
      {.method = "POST",
       .pattern = "/api/v1/jobs",
       .id = "createJob",
       .capability = "document.audit",
       .summary = {"开始一项作业：kind=audit，file 为要核对的文件",
                   "start a job: kind=audit, with the documents as file"},
       .answer = "Job",
       .handler = post_job,
       .success = 202,
       .body = Body::kForm,
       .takes = "JobForm"},
      see("/api/v1/jobs", "listJobs", "job.own",
          {"自己的作业；有权者看全部", "one's own jobs, or all of them"}, list_parameters(), "Jobs",
          list_jobs, own_account),
      get(job, "getJob", {"作业的状态和结果", "a job's state and result"}, {}, "Job", get_job, false),
      {.method = "DELETE",
       .pattern = job,
       .id = "deleteJob",
       .capability = "public.read",  // whose it is decides
       .summary = {"取消作业", "cancel a job"},
       .answer = "Job",
       .handler = delete_job},
  };
}

std::vector<Route> session_routes() {
  const std::string s = "/api/v1/session", a = "/api/v1/account";
  return {
      get(s, "getSession", {"谁在访问、有哪些权限", "who asks, and what he may do"}, {}, "Session",
          get_session, false),
      write("POST", s, "createSession", "public.read", {"登录", "sign in"}, "Credentials", "Session",
            post_session),
      {.method = "DELETE",
       .pattern = s,
       .id = "deleteSession",
       .capability = "public.read",  // also without any role
       .summary = {"退出", "sign out"},
       .handler = delete_session,
       .success = 204},
      write("POST", "/api/v1/links", "acceptLink", "public.read",
            {"用一次性链接设定口令", "set a password by a one-time link"}, "LinkForm", "AccountName",
            post_link),
      write("PUT", a + "/password", "putPassword", "account.self", {"改口令", "change one's password"},
            "PasswordForm", "", put_password, own_account, 204),
      write("POST", a + "/second-factor", "createSecondFactor", "account.self",
            {"取动态口令的新密钥", "a new secret for a second factor"}, "", "SecondFactor",
            post_second_factor, own_account),
      write("PUT", a + "/second-factor", "putSecondFactor", "account.self",
            {"绑定动态口令", "put a second factor in force"}, "SecondFactorForm", "", put_second_factor,
            own_account, 204),
  };
}

std::vector<Route> administration_routes() {
  const std::string u = "/api/v1/users", one = u + "/{account}", j = "/api/v1/journal";
  return {
      see("/api/v1/roles", "getRoles", "policy.read", {"角色与权限表", "the table of rights"}, {}, "Roles",
          get_roles),
      see(u, "listUsers", "user.read", {"账号", "accounts"}, list_parameters(), "Users", list_users),
      write("POST", u, "createUser", "user.add", {"建账号", "add an account"}, "UserForm", "User", post_user,
            nullptr, 201),
      write("PUT", one + "/roles", "putRoles", "user.grant", {"设定角色", "set roles"}, "RolesForm", "User",
            put_roles),
      write("POST", one + "/link", "createUserLink", "user.link",
            {"发一次性链接，只显示这一次", "a one-time link, shown only now"}, "", "UserLink",
            post_user_link),
      write("POST", one + "/disable", "disableUser", "user.disable", {"停用账号", "disable an account"},
            "ReasonForm", "User", disable_user),
      write("POST", one + "/enable", "enableUser", "user.enable", {"启用账号", "enable an account"}, "",
            "User", enable_user),
      write("POST", one + "/reset", "resetUser", "user.reset", {"解除动态口令", "take off a second factor"},
            "", "User", reset_user),
      get("/api/v1/heads", "listHeads",
          {"日志每日摘要，供任何人保存后核对",
           "heads of the journal by day, for anybody to keep and hold against it"},
          list_parameters(), "Heads", list_heads),
      see(j, "getJournal", "journal.read",
          {"日志的各部分和每日摘要", "streams of the journal, heads of days"}, {}, "Journal", get_journal),
      see(j + "/{stream}", "listJournal", "journal.read", {"日志的条目，新的在前", "entries, newest first"},
          list_parameters(), "JournalEntries", list_journal),
      write("POST", j + "/verify", "verifyJournal", "journal.verify",
            {"核验日志", "prove that nothing was changed"}, "AnchorForm", "Verification", verify_journal),
      see("/api/v1/status", "getStatus", "health.read", {"运行状态", "the state of the server"}, {}, "Status",
          get_status),
  };
}

std::vector<Route> case_routes() {
  const std::string c = "/api/v1/cases", one = c + "/{case}";
  return {
      see("/api/v1/flows", "listFlows", "catalog.read", {"流程定义", "definitions of flows"},
          list_parameters(), "Flows", list_flows),
      see(c, "listCases", "account.self", {"事项，只列有权看的", "cases, those that one may see"},
          list_parameters({{"flow", Type::kText, {"流程", "flow"}},
                           {"subject", Type::kText, {"事由，末尾 * 为任意", "subject; * at its end: any"}},
                           {"state", Type::kText, {"状态", "state"}},
                           {"unit", Type::kText, {"单位，如 department:health", "unit"}},
                           {"by", Type::kText, {"发起人账号", "account of who opened it"}},
                           {"open", Type::kFlag, {"1：只列未办结的", "1: only those that are not closed"}}}),
          "Cases", list_cases, own_account),
      see(one, "getCase", "account.self", {"一个事项及其经过", "a case with its history"}, {}, "Case",
          get_case, own_account),
      write("POST", c, "createCase", "account.self", {"发起事项", "open a case"}, "CaseForm", "Case",
            post_case, own_account, 201),
      write("POST", one + "/{step}", "createStep", "account.self", {"办一步", "take a step"}, "StepForm",
            "Case", post_step, own_account),
      {.method = "POST",
       .pattern = "/api/v1/files",
       .id = "createFile",
       .capability = "account.self",
       .summary = {"上传佐证文件", "hand in a file as evidence"},
       .answer = "File",
       .handler = post_file,
       .success = 201,
       .body = Body::kForm,
       .takes = "FileForm",
       .scope = own_account},
      see("/api/v1/files/{sha256}", "getFile", "account.self", {"事项的文件", "a file of a case"},
          {{"case", Type::kText, {"事项，必填", "case, must be said"}}}, "application/octet-stream", get_file,
          own_account),
  };
}

std::vector<Route> intake_routes() {
  const std::string s = "/api/v1/submissions", one = s + "/{case}";
  return {
      see("/api/v1/records/{dataset}", "getRows", "record.read",
          {"汇总表一格背后的明细，个人信息只显示首字",
           "the rows behind a cell; of personal data the first character"},
          {{"cube", Type::kText, {"由明细计算的汇总表", "cube of the dataset"}},
           {"cell", Type::kText, {"维度=值，分号分隔", "DIMENSION=VALUE, with semicolons"}},
           {"limit", Type::kInteger, {"最多行数，1 到 1000", "most rows, 1 to 1000"}}},
          "Rows", get_rows, scope_of_records),
      {.method = "POST",
       .pattern = s,
       .id = "createSubmission",
       .capability = "intake.send",
       .summary = {"报送一个文件", "hand in a file of records"},
       .answer = "Job",
       .handler = post_submission,
       .success = 202,
       .body = Body::kForm,
       .takes = "SubmissionForm",
       .scope = scope_of_sending},
      see(one + "/rows", "getRejectedRows", "intake.read", {"退回的行和原因", "rejected rows with reasons"},
          {{"page", Type::kInteger, {"第几页，从 1 起", "which page, from 1"}},
           {"per_page", Type::kInteger, {"每页行数", "rows on a page"}}},
          "RejectedRows", get_rejected, scope_of_submission),
      see(one + "/{file}", "getRejectedFile", "intake.read",
          {"退回的行，供改正：rejects.csv、rejects.xlsx",
           "rejected rows to correct: rejects.csv, rejects.xlsx"},
          {}, "application/octet-stream", get_rejected_file, scope_of_submission),
      write("POST", one + "/approve", "approveSubmission", "intake.approve",
            {"审核通过并入库", "approve and take in"}, "ApproveForm", "Job", approve_submission,
            scope_of_submission, 202),
      write("POST", one + "/hand_back", "handBackSubmission", "intake.approve", {"退回", "hand back"},
            "HandBackForm", "Case", hand_back_submission, scope_of_submission),
      write("POST", one + "/withdraw", "withdrawSubmission", "intake.send",
            {"撤回报送", "withdraw a submission"}, "VersionReasonForm", "Case", withdraw_submission,
            scope_of_submission),
      see("/api/v1/intake/due", "listDue", "account.self",
          {"本单位应报送的", "what one's unit has to hand in"}, list_parameters(), "DueList", list_due,
          own_account),
      see("/api/v1/batches", "listBatches", "account.self",
          {"批次，只列有权看的", "batches, those that one may see"},
          list_parameters({{"dataset", Type::kText, {"数据集", "dataset"}}}), "Batches", list_batches,
          own_account),
      write("POST", "/api/v1/batches/{batch}/withdraw", "withdrawBatch", "intake.withdraw",
            {"撤回批次", "take a batch out"}, "ReasonForm", "Batch", withdraw_batch, scope_of_batch),
      see("/api/v1/quality", "getQuality", "indicator.internal",
          {"各部门报送质量", "quality of what is reported"}, {kYear}, "Quality", get_quality),
  };
}

std::vector<Route> writing_routes() {
  const std::string p = "/api/v1/districts/{district}/paper";
  const Parameter which{
      "a", Type::kText, {"定稿标识，缺省为当前稿", "an edition, the draft where none is said"}};
  Parameter other = which;
  other.name = "b";
  return {
      see(p + "/chapters", "listChapters", "paper.draft", {"本地区自编的部分", "the district's own parts"},
          list_parameters({kYear}), "Chapters", list_chapters),
      write("POST", p + "/preview", "createPreview", "paper.write",
            {"预览改写的部分", "a part as it would stand"}, "PreviewForm", "Preview", post_preview),
      write("POST", p + "/drafts", "createDraft", "paper.write", {"编制白皮书", "make the paper"},
            "DraftForm", "Job", post_draft, nullptr, 202),
      write("POST", p + "/editions", "createEdition", "paper.freeze", {"定稿", "freeze an edition"},
            "EditionForm", "Job", post_edition, nullptr, 202),
      get(p + "/editions", "listEditions", {"历次定稿", "editions"}, list_parameters(), "Cases",
          list_editions, false),
      get(p + "/editions/{edition}/files/{format}", "getEditionFile",
          {"定稿的文件：html、pdf、docx、xlsx、json", "its files: html, pdf, docx, xlsx, json"}, {},
          "application/octet-stream", get_edition_file, false),
      see(p + "/compare", "getComparison", "paper.draft", {"两稿的差别", "what differs between two"},
          {kYear, which, other}, "Comparison", get_comparison),
  };
}

}  // namespace

const std::vector<Route>& all_routes() {
  static const std::vector<Route> kRoutes = [] {
    std::vector<Route> all;
    for (auto&& part :
         {service_routes(), district_routes(), plan_routes(), data_routes(), job_routes(), session_routes(),
          administration_routes(), case_routes(), intake_routes(), writing_routes()})
      all.insert(all.end(), part.begin(), part.end());
    all.push_back(get("/{path…}", "getPage", {"网页", "pages of the web app"}, {}, "text/html", get_page));
    check_routes(all);
    return all;
  }();
  return kRoutes;
}

}  // namespace zhiheng::serve
