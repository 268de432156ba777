#pragma once
// What the sessions share. Only files of this folder include it.
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <set>

#include "serve/application.h"
#include "serve/server.h"

namespace zhiheng::serve::network {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

/// A connection as its lane knows it.
class Connection {
 public:
  virtual ~Connection() = default;
  /// Ends it where it waits for a request or for events; one that works on a request ends after it.
  virtual void end_if_idle() = 0;
  /// Ends it where what it waits for should have come by `now`.
  virtual void end_if_late(Clock::time_point now) = 0;
};

/// What every session may use, from every thread.
struct Hall {
  Application& application;
  ServerOptions options;
  asio::thread_pool workers;  // compute
  asio::thread_pool writers;  // mostly wait for the disk, which takes what has gathered at once
  std::atomic<bool> stopping{false};
};

/// One thread with its connections; they are touched by no other.
struct Lane {
  explicit Lane(Hall& shared) : hall(shared), context(1), sweep(context) {}
  Hall& hall;
  std::set<Connection*> connections;
  asio::io_context context;  // after `connections`: what it still holds when it goes takes itself out
  asio::steady_timer sweep;  // looks for late connections: one timer for all costs less than one each
};

/// Starts to serve a socket of the lane's context, on the lane's thread.
void start_plain(asio::ip::tcp::socket socket, Lane& lane);
void start_tls(asio::ip::tcp::socket socket, Lane& lane, asio::ssl::context& context);

}  // namespace zhiheng::serve::network
