#include <boost/asio/detached.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "serve/network/session.h"

namespace zhiheng::serve::network {
namespace {

using TlsStream = beast::ssl_stream<beast::tcp_stream>;

asio::awaitable<void> serve(TlsStream stream, Lane& lane) {
  beast::get_lowest_layer(stream).expires_after(lane.hall.options.slow);
  const auto [failed] = co_await stream.async_handshake(asio::ssl::stream_base::server, kResult);
  if (failed) co_return;
  Session<TlsStream> session(std::move(stream), lane);
  co_await session.run();
}

}  // namespace

void start_tls(asio::ip::tcp::socket socket, Lane& lane, asio::ssl::context& context) {
  TlsStream stream(beast::tcp_stream(std::move(socket)), context);
  asio::co_spawn(lane.context, serve(std::move(stream), lane), asio::detached);
}

}  // namespace zhiheng::serve::network
