#include <fmt/core.h>

#include <cstdlib>
#include <filesystem>

#include "cli/command.h"
#include "serve/application.h"
#include "serve/server.h"
#include "serve/state.h"
#include "views/records.h"

namespace zhiheng::cli {
namespace {

constexpr ErrorCode kHalfTls{"serve.half-tls", "--certificate 和 --key 须同时给出",
                             "--certificate and --key belong together"};

struct ServeArguments {
  serve::ServerOptions server;
  serve::StateOptions state;
  std::string log;
  std::size_t most_upload = 200;  // MiB
};

/// The folder of the web app: as built in a checkout, as installed beside catalog/.
std::string web_folder(const catalog::Home& home) {
  const std::string built = home.folder + "/.build/web";
  return std::filesystem::exists(built + "/index.html") ? built : home.folder + "/web/dist";
}

/// Where there is nobody yet: how the three administrators get in.
void print_first_links(people::People& people, const std::string& address) {
  const auto first = people.first_administrators();
  if (first.empty()) return;
  fmt::print(
      stderr,
      "三位管理员的一次性链接，三天内有效，只显示这一次 one-time links of the three administrators, for "
      "three days, shown only now:\n");
  for (const auto& [account, token] : first)
    fmt::print(stderr, "  {:<16} {}/link#{}\n", account, address, token);
}

int run_server(const Settings& settings, ServeArguments arguments) {
  if (arguments.server.certificate.empty() != arguments.server.key.empty()) throw Error(kHalfTls, {});
  serve::StateOptions& state = arguments.state;
  state.home = settings.home;
  if (state.web.empty()) state.web = web_folder(settings.home);
  if (state.papers.empty()) state.papers = settings.home.folder + "/out";
  state.workspace = views::workspace_folder(state.workspace);
  state.is_secure = !arguments.server.certificate.empty() || state.behind_proxy;
  state.jobs.most_bytes = arguments.most_upload << 20;
  serve::Application application(std::make_unique<serve::State>(state), arguments.log);
  serve::Server server(application, arguments.server);
  const bool tls = !arguments.server.certificate.empty();
  const std::string address =
      fmt::format("{}://{}:{}", tls ? "https" : "http", arguments.server.host, server.port());
  print_first_links(application.state().people, address);
  fmt::print(stderr, "质衡已就绪，停止按 Ctrl-C  Zhiheng is ready, Ctrl-C stops it:\n  {}/\n", address);
  server.run();
  fmt::print(stderr, "已停止 stopped\n");
  return 0;
}

void add_limits(CLI::App& command, ServeArguments& arguments) {
  command.add_flag("--behind-proxy", arguments.state.behind_proxy,
                   "在反向代理之后：来访地址取自 X-Forwarded-For behind a proxy, which says who asks");
  command.add_option("--threads", arguments.server.threads,
                     "线程数，缺省为处理器数 threads, as many as processors");
  command
      .add_option(
          "--rate", arguments.state.rate,
          "每个来访地址每秒最多多少次需计算的请求，0 为不限 requests a second of one address that have to be "
          "computed; 0: no limit")
      ->capture_default_str();
  command.add_option("--connections", arguments.server.most_connections, "最多连接数 most open connections")
      ->capture_default_str();
  command.add_option("--upload-limit", arguments.most_upload, "一次上传最多多少 MiB most MiB of one upload")
      ->capture_default_str();
  command.add_option("--log", arguments.log,
                     "访问日志文件，- 为标准输出 file of the access log, - is standard output");
}

}  // namespace

void add_serve(CLI::App& app, Settings& settings, Run& run) {
  auto* command =
      app.add_subcommand("serve", "在浏览器中使用：启动服务 the platform in the browser: starts the server");
  auto arguments = std::make_shared<ServeArguments>();
  command->add_option("--port", arguments->server.port, "端口，0 为任一空闲端口 port; 0: any free one")
      ->capture_default_str();
  command
      ->add_option("--host", arguments->server.host,
                   "监听地址，0.0.0.0 为全部 address to listen at; 0.0.0.0: all")
      ->capture_default_str();
  command->add_option("--workspace", arguments->state.workspace,
                      "工作区文件夹，没有就新建；其地区的数字由明细计算 folder of the workspace, made where "
                      "there is none; its "
                      "records take the place of published figures; also $ZHIHENG_WORKSPACE (workspace)");
  command->add_option("--store", arguments->state.store,
                      "明细在 PostgreSQL 数据库里 records are in a database: postgresql://…");
  command->add_option("--district", arguments->state.districts, "只服务这些地区 serve only these districts");
  command->add_option("--web", arguments->state.web,
                      "网页文件夹 folder of the web app (.build/web, web/dist)");
  command->add_option(
      "--papers", arguments->state.papers,
      "白皮书文件夹，其中有 地区-年份/ folder of white papers, with DISTRICT-YEAR/ in it (out)");
  command->add_option("--certificate", arguments->server.certificate, "TLS 证书 certificate (PEM)");
  command->add_option("--key", arguments->server.key, "TLS 私钥 private key (PEM)");
  add_limits(*command, *arguments);
  command->footer(
      "例 Examples:\n  zhiheng serve\n  zhiheng serve --port 0 --district minhang\n  zhiheng serve --host "
      "0.0.0.0 "
      "--certificate cert.pem --key key.pem --log access.ndjson");
  command->callback([&settings, &run, arguments] {
    run = [&settings, arguments] { return run_server(settings, *arguments); };
  });
}

}  // namespace zhiheng::cli
