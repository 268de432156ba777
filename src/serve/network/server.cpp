#include "serve/server.h"

#include <sys/resource.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <thread>

#include "base/error.h"
#include "serve/network/lane.h"

namespace zhiheng::serve {
namespace {

using network::Hall;
using network::Lane;
namespace asio = boost::asio;
using asio::ip::tcp;
constexpr auto kResult = asio::as_tuple(asio::use_awaitable);

constexpr ErrorCode kPort{"serve.port", "不能在 {} 上提供服务：{}", "can't serve at {}: {}"};
constexpr ErrorCode kCertificate{"serve.certificate", "证书或私钥不可用：{}",
                                 "the certificate or key is of no use: {}"};
constexpr std::size_t kWriters = 64;
constexpr auto kRecheck = std::chrono::milliseconds(100);

/// As many open files as the system allows: a connection is one.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// Every second, until the server stops.
void sweep(Lane& lane) {
  lane.sweep.expires_after(std::chrono::seconds(1));
  lane.sweep.async_wait([&lane](const boost::system::error_code& cancelled) {
    if (cancelled || lane.hall.stopping) return;
    const auto connections = lane.connections;
    for (network::Connection* each : connections) each->end_if_late(network::Clock::now());
    sweep(lane);
  });
}

tcp::endpoint endpoint_of(const ServerOptions& options) {
  boost::system::error_code failed;
  const auto address =
      asio::ip::make_address(options.host == "localhost" ? "127.0.0.1" : options.host, failed);
  if (failed) throw Error(kPort, {}, {options.host, failed.message()});
  return {address, options.port};
}

std::unique_ptr<asio::ssl::context> tls_of(const ServerOptions& options) {
  if (options.certificate.empty()) return nullptr;
  auto tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  try {
    tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                     asio::ssl::context::no_tlsv1_1);
    tls->use_certificate_chain_file(options.certificate);
    tls->use_private_key_file(options.key, asio::ssl::context::pem);
  } catch (const boost::system::system_error& error) {
    throw Error(kCertificate, {options.certificate}, {error.what()}, kSurroundings);
  }
  return tls;
}

}  // namespace

struct Server::Parts {
  Parts(Application& application, const ServerOptions& options)
      : hall{application, options, asio::thread_pool(thread_count(options)), asio::thread_pool(kWriters)},
        tls(tls_of(options)),
        lanes(make_lanes(options)),
        acceptor(lanes[0]->context),
        signals(lanes[0]->context, SIGINT, SIGTERM),
        patience(lanes[0]->context) {}

  static std::size_t thread_count(const ServerOptions& options) {
    return options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  }

  std::vector<std::unique_ptr<Lane>> make_lanes(const ServerOptions& options) {
    std::vector<std::unique_ptr<Lane>> out;
    for (std::size_t i = 0; i < thread_count(options); ++i) out.push_back(std::make_unique<Lane>(hall));
    return out;
  }

  void open() {
    const tcp::endpoint endpoint = endpoint_of(hall.options);
    try {
      acceptor.open(endpoint.protocol());
      acceptor.set_option(tcp::acceptor::reuse_address(true));
      acceptor.bind(endpoint);
      acceptor.listen();
    } catch (const boost::system::system_error& error) {
      const std::string place = hall.options.host + ":" + std::to_string(hall.options.port);
      throw Error(kPort, {}, {place, error.code().message()}, kSurroundings);
    }
  }

  asio::awaitable<void> accept() {
    for (std::size_t next = 0; !hall.stopping; next = (next + 1) % lanes.size()) {
      Lane& lane = *lanes[next];
      auto [failed, socket] = co_await acceptor.async_accept(lane.context, kResult);
      if (hall.stopping) co_return;
      if (failed) {  // most likely out of descriptors
        asio::steady_timer timer(acceptor.get_executor(), kRecheck);
        co_await timer.async_wait(kResult);
        continue;
      }
      hand_over(std::move(socket), lane);
    }
  }

  void hand_over(tcp::socket socket, Lane& lane) {
    Metrics& metrics = hall.application.metrics();
    if (metrics.connections >= static_cast<std::int64_t>(hall.options.most_connections)) {
      ++metrics.refused_connections;
      return;  // closed
    }
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    asio::post(lane.context, [this, &lane, socket = std::move(socket)]() mutable {
      if (tls)
        network::start_tls(std::move(socket), lane, *tls);
      else
        network::start_plain(std::move(socket), lane);
    });
  }

  /// On the first lane's thread.
  void stop() {
    if (hall.stopping.exchange(true)) return;
    hall.application.stop();
    boost::system::error_code ignored;
    acceptor.close(ignored);
    signals.cancel(ignored);
    for (const auto& lane : lanes) {
      asio::post(lane->context, [lane = lane.get()] {
        lane->sweep.cancel();
        const auto connections = lane->connections;  // ending one takes it out
        for (network::Connection* each : connections) each->end_if_idle();
      });
    }
    guards.clear();
    patience.expires_after(hall.options.patience);
    patience.async_wait([this](const boost::system::error_code& cancelled) {
      if (cancelled) return;
      for (const auto& lane : lanes) lane->context.stop();
    });
  }

  void run() {
    for (const auto& lane : lanes) {
      guards.emplace_back(lane->context.get_executor());
      sweep(*lane);
    }
    signals.async_wait([this](const boost::system::error_code& cancelled, int) {
      if (!cancelled) stop();
    });
    asio::co_spawn(lanes[0]->context, accept(), asio::detached);
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < lanes.size(); ++i)
      threads.emplace_back([lane = lanes[i].get()] { lane->context.run(); });
    std::thread first([this] { lanes[0]->context.run(); });
    for (auto& thread : threads) thread.join();
    asio::post(lanes[0]->context, [this] {
      others_done = true;
      end_patience();
    });
    first.join();
    for (auto* pool : {&hall.workers, &hall.writers}) {
      pool->stop();
      pool->join();
    }
  }

  /// The wait for running requests is over when there are none.
  void end_patience() {
    if (!others_done || !hall.stopping) return;
    if (lanes[0]->connections.empty()) {
      patience.cancel();
      return;
    }
    recheck.emplace(lanes[0]->context, kRecheck);
    recheck->async_wait([this](const boost::system::error_code&) { end_patience(); });
  }

  Hall hall;
  std::unique_ptr<asio::ssl::context> tls;
  std::vector<std::unique_ptr<Lane>> lanes;
  tcp::acceptor acceptor;
  asio::signal_set signals;
  asio::steady_timer patience;
  std::optional<asio::steady_timer> recheck;
  bool others_done = false;
  std::vector<asio::executor_work_guard<asio::io_context::executor_type>> guards;
};

Server::Server(Application& application, const ServerOptions& options) {
  raise_descriptor_limit();
  parts_ = std::make_unique<Parts>(application, options);
  parts_->open();
}

Server::~Server() = default;

unsigned short Server::port() const { return parts_->acceptor.local_endpoint().port(); }

void Server::run() { parts_->run(); }

void Server::stop() {
  asio::post(parts_->lanes[0]->context, [this] { parts_->stop(); });
}

}  // namespace zhiheng::serve
