#pragma once
// One connection, over whatever carries it. Included by one file for each kind of stream: compiling it is
// dear.
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream_base.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_suffix.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <chrono>
#include <deque>

#include "serve/mistakes.h"
#include "serve/network/lane.h"
#include "serve/network/wording.h"

namespace zhiheng::serve::network {

namespace beast = boost::beast;
namespace http = beast::http;
inline constexpr auto kResult = asio::as_tuple(asio::use_awaitable);

/// Events on their way to one listener.
struct Feed {
  explicit Feed(asio::io_context& context) : news(context) {}
  std::deque<std::shared_ptr<const std::string>> events;
  asio::steady_timer news;
  bool overrun = false;  // the listener is too slow: it is let go
};

template <class Stream>
class Session final : public Connection {
 public:
  using Parser = http::request_parser<http::buffer_body>;

  Session(Stream stream, Lane& lane) : stream_(std::move(stream)), lane_(lane), hall_(lane.hall) {
    boost::system::error_code ignored;
    stream_.lowest_layer().non_blocking(true, ignored);
    address_ = network_of(stream_.lowest_layer().remote_endpoint(ignored).address().to_string(ignored));
    lane_.connections.insert(this);
    ++hall_.application.metrics().connections;
  }
  ~Session() override {
    lane_.connections.erase(this);
    --hall_.application.metrics().connections;
  }

  void end_if_idle() override {
    if (idle_) cancel();
  }
  void end_if_late(Clock::time_point now) override {
    if (now < deadline_) return;
    late_ = true;
    cancel();
  }

  /// Of TLS; whether it went well.
  asio::awaitable<bool> shake_hands() {
    allow(hall_.options.slow);
    const auto [failed] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kResult);
    co_return !failed;
  }

  /// Requests one after the other, until there are no more.
  asio::awaitable<void> run() {
    bool goes_on = true;
    while (goes_on && !hall_.stopping) goes_on = co_await serve_one();
    boost::system::error_code ignored;
    stream_.lowest_layer().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    if (unread_) co_await drain();
  }

 private:
  void cancel() {
    boost::system::error_code ignored;
    stream_.lowest_layer().cancel(ignored);
  }
  /// From now on what is waited for may take so long.
  void allow(std::chrono::seconds time) { deadline_ = Clock::now() + time; }

  /// Whether another request may follow.
  asio::awaitable<bool> serve_one() {
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(hall_.options.most_head));
    parser.body_limit(boost::none);
    idle_ = true;
    allow(buffer_.size() == 0 ? hall_.options.idle : hall_.options.slow);
    const auto [failed, read] = co_await http::async_read_header(stream_, buffer_, parser, kResult);
    idle_ = false;
    began_ = Clock::now();
    deadline_ = Clock::time_point::max();  // answering takes what it takes
    Request request;
    request.id = next_request_id();
    request.address = address_;
    if (failed) co_return co_await refuse_unread(failed, request);
    take_head(parser.get(), request);
    keep_alive_ = parser.get().keep_alive() && !hall_.stopping;
    std::shared_ptr<const Ready> ready = hall_.application.at_once(request);
    if (!ready || !parser.is_done()) ready = co_await answer(parser, request);
    if (ready->events) {
      co_await stream_events(*ready, request);
      co_return false;
    }
    co_return co_await send(*ready, request);
  }

  static void take_head(const http::request<http::buffer_body>& message, Request& request) {
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    for (const auto& field : message) {
      std::string name(field.name_string());
      for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      request.headers.emplace_back(std::move(name), std::string(field.value()));
    }
  }

  /// Takes in the body, if there is one, then lets the application work on another thread.
  asio::awaitable<std::shared_ptr<const Ready>> answer(Parser& parser, Request& request) {
    std::exception_ptr thrown;
    try {
      if (request.target.size() > hall_.options.most_target) throw Error(kLongTarget, {});
      if (!parse_target(request.target, request)) throw Error(kBadRequest, {});
      auto receiver = hall_.application.receiver(request, !parser.is_done());
      if (receiver) co_await receive(parser, request, *receiver);
    } catch (...) {
      thrown = std::current_exception();
    }
    if (thrown) {
      unread_ = unread_ || !parser.is_done();
      if (unread_) keep_alive_ = false;
      co_return hall_.application.refuse(thrown, request);
    }
    auto work = [this, &request]() -> asio::awaitable<std::shared_ptr<const Ready>> {
      co_return hall_.application.handle(request);
    };
    auto& pool = request.is_read() ? hall_.workers : hall_.writers;
    co_return co_await asio::co_spawn(pool, std::move(work), asio::use_awaitable);
  }

  asio::awaitable<void> receive(Parser& parser, Request& request, Receiver& receiver) {
    if (const auto* expected = request.header("expect"); expected != nullptr && *expected == "100-continue") {
      static constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
      co_await asio::async_write(stream_, asio::buffer(kGoOn), kResult);
    }
    std::vector<char> piece(64 << 10);
    while (!parser.is_done()) {
      parser.get().body().data = piece.data();
      parser.get().body().size = piece.size();
      allow(hall_.options.slow);
      const auto [failed, read] = co_await http::async_read_some(stream_, buffer_, parser, kResult);
      if (late_) throw Error(kSlow, {});
      if (failed && failed != http::error::need_buffer) throw Error(kBadRequest, {});
      receiver.take({piece.data(), piece.size() - parser.get().body().size});
    }
    receiver.finish(request);
  }

  /// A head that is none, too large or too late is answered before the end; a client that went away is not.
  asio::awaitable<bool> refuse_unread(const boost::system::error_code& failed, Request& request) {
    keep_alive_ = false;
    unread_ = true;
    const ErrorCode* code = nullptr;
    if (failed == http::error::header_limit) {
      code = is_first_line_whole(buffer_) ? &kLargeHead : &kLongTarget;
    } else if (late_) {
      code = buffer_.size() == 0 ? nullptr : &kSlow;
    } else if (failed.category() == http::make_error_code(http::error::bad_method).category() &&
               failed != http::error::end_of_stream && failed != http::error::partial_message) {
      code = &kBadRequest;
    }
    if (code == nullptr) {
      unread_ = false;
      co_return false;
    }
    request.method = "-";
    const auto ready = hall_.application.refuse(std::make_exception_ptr(Error(*code, {})), request);
    co_return co_await send(*ready, request);
  }

  static bool is_first_line_whole(const beast::flat_buffer& buffer) {
    const auto data = buffer.data();
    return std::string_view(static_cast<const char*>(data.data()), data.size()).find("\r\n") !=
           std::string_view::npos;
  }

  asio::awaitable<bool> send(const Ready& ready, const Request& request) {
    const Sent sent = choose(ready, request);
    const std::string tail = last_headers(request.id, keep_alive_);
    const std::array<asio::const_buffer, 3> pieces{asio::buffer(sent.head), asio::buffer(tail),
                                                   asio::buffer(sent.body)};
    const bool failed = co_await write(pieces);
    const std::chrono::duration<double> took = Clock::now() - began_;
    hall_.application.finished(request, ready.route, sent.status, sent.body.size(), took.count());
    co_return keep_alive_ && !failed;
  }

  /// Mostly the system takes all at once, and nothing has to be waited for. Whether it failed.
  asio::awaitable<bool> write(const std::array<asio::const_buffer, 3>& pieces) {
    beast::buffers_suffix<std::array<asio::const_buffer, 3>> rest(pieces);
    if constexpr (std::is_same_v<Stream, asio::ip::tcp::socket>) {
      boost::system::error_code later;
      rest.consume(stream_.write_some(pieces, later));
      if (asio::buffer_size(rest) == 0) co_return false;
    }
    allow(hall_.options.slow);
    const auto [failed, written] = co_await asio::async_write(stream_, rest, kResult);
    co_return static_cast<bool>(failed);
  }

  /// What the client still sends is read for a moment: closing at once could take the answer from it.
  asio::awaitable<void> drain() {
    constexpr auto kMoment = std::chrono::seconds(2);
    constexpr int kPieces = 256;
    std::array<char, 16384> bytes;
    allow(kMoment);
    for (int i = 0; i < kPieces; ++i) {
      const auto [failed, read] = co_await stream_.async_read_some(asio::buffer(bytes), kResult);
      if (failed) co_return;
    }
  }

  asio::awaitable<void> stream_events(const Ready& ready, const Request& request) {
    using namespace asio::experimental::awaitable_operators;
    keep_alive_ = false;
    auto feed = std::make_shared<Feed>(lane_.context);
    const auto subscription = hall_.application.events().listen(
        ready.events->job, ready.events->token,
        [feed, &context = lane_.context](const std::shared_ptr<const std::string>& event) {
          asio::post(context, [feed, event] {
            constexpr std::size_t kMostWaiting = 1000;
            feed->overrun = feed->overrun || feed->events.size() >= kMostWaiting;
            feed->events.push_back(event);
            feed->news.cancel();
          });
        });
    feed->events.push_back(std::make_shared<const std::string>(ready.head + last_headers(request.id, false) +
                                                               "retry: 3000\n\n"));
    idle_ = true;
    deadline_ = Clock::time_point::max();
    co_await (watch() || write_events(*feed));
    const std::chrono::duration<double> took = Clock::now() - began_;
    hall_.application.finished(request, ready.route, ready.status, 0, took.count());
  }

  /// Ends when the client is gone.
  asio::awaitable<void> watch() {
    std::array<char, 256> bytes;
    for (;;) {
      const auto [failed, read] = co_await stream_.async_read_some(asio::buffer(bytes), kResult);
      if (failed) co_return;
    }
  }

  asio::awaitable<void> write_events(Feed& feed) {
    while (!feed.overrun && !hall_.stopping) {
      if (feed.events.empty()) {
        feed.news.expires_after(hall_.options.heartbeat);
        const auto [woken] = co_await feed.news.async_wait(kResult);
        if (!woken) feed.events.push_back(heartbeat());
        if (feed.events.empty()) continue;
      }
      const auto event = feed.events.front();
      feed.events.pop_front();
      allow(hall_.options.slow);
      const auto [failed, written] = co_await asio::async_write(stream_, asio::buffer(*event), kResult);
      deadline_ = Clock::time_point::max();
      if (failed) break;
    }
    cancel();
  }

  Stream stream_;
  Lane& lane_;
  Hall& hall_;
  std::string address_;
  beast::flat_buffer buffer_;
  Clock::time_point began_, deadline_ = Clock::time_point::max();
  bool late_ = false;  // the deadline has passed: what was waited for was cancelled
  bool idle_ = true;
  bool keep_alive_ = false;
  bool unread_ = false;  // the client may still be sending what nobody will read
};

}  // namespace zhiheng::serve::network
