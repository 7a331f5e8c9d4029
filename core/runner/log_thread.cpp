// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/log_thread.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <thread>

namespace studio {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::chrono::milliseconds restPeriod{2};

/// One output, while it is read.
struct Follower
{
    Follower(asio::io_context &context, std::shared_ptr<InstanceLog> what, InstanceLog::Output which)
        : log(std::move(what)), output(which), descriptor(context)
    {
    }
    ~Follower() { descriptor.release(); } // the log closes it
    Follower(const Follower &) = delete;
    Follower &operator=(const Follower &) = delete;

    void stop()
    {
        isStopped = true;
        error_code ignored;
        descriptor.cancel(ignored);
    }

    std::shared_ptr<InstanceLog> log;
    InstanceLog::Output output;
    asio::posix::stream_descriptor descriptor;
    bool isStopped = false;
};

} // namespace

class LogThread::Private
{
public:
    void run()
    {
        for (;;) {
            try {
                runAndRest();
                return;
            } catch (const std::exception &exception) { // no memory for one log is not the end of the others
                qWarning("Reading what a handler writes: %s", exception.what());
            }
        }
    }

    /// The rest is a sleep of this thread, for during a wait of the context each write would wake it.
    void runAndRest()
    {
        while (context.run_one() > 0) {
            context.poll();
            if (std::exchange(hasRead, false)) {
                std::this_thread::sleep_for(restPeriod);
            }
        }
    }

    asio::awaitable<void> readOn(std::shared_ptr<Follower> follower)
    {
        asio::posix::stream_descriptor &descriptor = follower->descriptor;
        error_code error;
        while (!follower->isStopped) {
            if (!descriptor.is_open()) {
                descriptor.assign(follower->log->readEnd(follower->output), error);
            }
            if (descriptor.is_open()) {
                co_await descriptor.async_wait(asio::posix::descriptor_base::wait_read,
                                               asio::redirect_error(asio::use_awaitable, error));
                if (error) {
                    co_return;
                }
            } else { // there is no memory to watch it; it is read all the same, and tried again
                co_await asio::post(context, asio::use_awaitable);
            }
            hasRead = true;
            if (follower->isStopped || !follower->log->read(follower->output)) {
                co_return;
            }
        }
    }

    void stop(const std::shared_ptr<InstanceLog> &log)
    {
        for (auto [at, end] = followers.equal_range(log.get()); at != end; at = followers.erase(at)) {
            if (const auto follower = at->second.lock()) {
                follower->stop();
            }
        }
    }

    asio::io_context context{1};
    bool hasRead = false; ///< since the last rest; on the thread only
    asio::executor_work_guard<asio::io_context::executor_type> guard = asio::make_work_guard(context);
    std::multimap<InstanceLog *, std::weak_ptr<Follower>> followers; ///< on the thread only
    std::thread thread;
};

LogThread::LogThread() : d(std::make_unique<Private>()) {}

LogThread::~LogThread()
{
    d->context.stop();
    if (d->thread.joinable()) {
        d->thread.join();
    }
}

void LogThread::follow(std::shared_ptr<InstanceLog> log)
{
    if (!d->thread.joinable()) {
        d->thread = std::thread([p = d.get()] { p->run(); });
    }
    asio::post(d->context, [p = d.get(), log = std::move(log)] {
        for (const auto output : {InstanceLog::Stdout, InstanceLog::Stderr}) {
            const auto follower = std::make_shared<Follower>(p->context, log, output);
            p->followers.emplace(log.get(), follower);
            asio::co_spawn(p->context, p->readOn(follower), asio::detached);
        }
    });
}

void LogThread::finish(std::shared_ptr<InstanceLog> log)
{
    asio::post(d->context, [p = d.get(), log = std::move(log)] {
        p->stop(log);
        log->finish();
    });
}

void LogThread::stop(std::shared_ptr<InstanceLog> log)
{
    asio::post(d->context, [p = d.get(), log = std::move(log)] { p->stop(log); });
}

} // namespace studio
