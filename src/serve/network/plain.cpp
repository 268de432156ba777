#include <boost/asio/detached.hpp>

#include "serve/network/session.h"

namespace zhiheng::serve::network {
namespace {

asio::awaitable<void> serve(beast::tcp_stream stream, Lane& lane) {
  Session<beast::tcp_stream> session(std::move(stream), lane);
  co_await session.run();
}

}  // namespace

void start_plain(asio::ip::tcp::socket socket, Lane& lane) {
  asio::co_spawn(lane.context, serve(beast::tcp_stream(std::move(socket)), lane), asio::detached);
}

}  // namespace zhiheng::serve::network
