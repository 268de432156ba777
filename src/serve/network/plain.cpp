#include <boost/asio/detached.hpp>

#include "serve/network/session.h"

namespace zhiheng::serve::network {
namespace {

asio::awaitable<void> serve(asio::ip::tcp::socket socket, Lane& lane) {
  Session<asio::ip::tcp::socket> session(std::move(socket), lane);
  co_await session.run();
}

}  // namespace

void start_plain(asio::ip::tcp::socket socket, Lane& lane) {
  asio::co_spawn(lane.context, serve(std::move(socket), lane), asio::detached);
}

}  // namespace zhiheng::serve::network
