#include <boost/asio/detached.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "serve/network/session.h"

namespace zhiheng::serve::network {
namespace {

using TlsStream = asio::ssl::stream<asio::ip::tcp::socket>;

asio::awaitable<void> serve(TlsStream stream, Lane& lane) {
  Session<TlsStream> session(std::move(stream), lane);
  if (co_await session.shake_hands()) co_await session.run();
}

}  // namespace

void start_tls(asio::ip::tcp::socket socket, Lane& lane, asio::ssl::context& context) {
  TlsStream stream(std::move(socket), context);
  asio::co_spawn(lane.context, serve(std::move(stream), lane), asio::detached);
}

}  // namespace zhiheng::serve::network
