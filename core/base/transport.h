// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>
#include <QtPlugin>

#include <chrono>
#include <functional>
#include <memory>

namespace studio {

// How requests to other machines are carried out: a seam, because what does it (Qt Network) takes as long to load as
// all the rest of a command, and few commands need it. It is a plugin, core/network.

struct TransportRequest
{
    QUrl url;
    QByteArray verb;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    bool isSentOnce = false;                   ///< never again, whatever happens to the connection
    bool hasWholeErrors = false;               ///< the body of a status other than 200 is taken whole, as that of 200
    std::chrono::milliseconds quiet{30'000};   ///< the longest time in which nothing comes
    std::chrono::milliseconds longest{60'000}; ///< until all of the answer has come, however much comes
    qint64 maxBytes = 0;                       ///< of a body that is taken whole; a larger one is TooLarge
    std::function<bool()> isHeld;              ///< while true no more of the answer is read; may be empty
};

struct TransportEnd
{
    /// Late: not whole within the times of the request. Encoded: in a content coding, and none was asked for.
    enum Kind { Answered, NeverArrived, Untrusted, Broken, TooLarge, Late, Encoded } kind = Broken;
    int status = 0;
    QByteArray phrase;                                ///< "Not Found"
    QList<std::pair<QByteArray, QByteArray>> headers; ///< of an answer
    QByteArray body; ///< what was not told before; of an answer that is no 200 the first 256 KiB, unless hasWholeErrors
    QString reason;  ///< why it was not answered, in words of the system
};

/// Carries requests out. One thread with an event loop. Its end ends them all, without a word.
class Transport
{
public:
    virtual ~Transport() = default;
    /// Begins, and gives what breaks it off. `bytes`, where there is one, is told the body of a 200 as it comes, and
    /// breaks off where it returns false; a piece of at most 256 KiB in each round of the event loop, so that timers
    /// and signals have their turn, and no more than that is kept unread. `done` is told once, later. Headers of one
    /// name are sent as one; an accept-encoding is not sent, because no coding is read here.
    virtual std::function<void()> send(const TransportRequest &request,
                                       const std::function<bool(const QByteArray &)> &bytes,
                                       const std::function<void(const TransportEnd &)> &done) = 0;
};

class TransportFactory
{
public:
    virtual ~TransportFactory() = default;
    /// `direct`: not through the proxy that the system names for the endpoint.
    [[nodiscard]] virtual std::unique_ptr<Transport> make(const QUrl &endpoint, bool direct) const = 0;
};

} // namespace studio

Q_DECLARE_INTERFACE(studio::TransportFactory, "dev.ignite.studio.TransportFactory/3")
