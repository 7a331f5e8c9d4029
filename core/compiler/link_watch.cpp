// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/link_watch.h"

#include "core/base/descriptor.h"

#include <QFile>
#include <QSocketNotifier>

#include <array>
#include <sys/inotify.h>
#include <unistd.h>
#include <utility>

namespace studio::compiler {

namespace {

/// "rustcXXXXXX", as the crate tempfile names it, or the C compiler's "ccXXXXXX.res".
bool isOfLink(const inotify_event &event)
{
    const QByteArrayView name(event.len > 0 ? event.name : "");
    return event.mask & IN_ISDIR ? name.startsWith("rustc") && name.size() == 11
                                 : name.startsWith("cc") && name.size() > 8 && name[8] == '.';
}

} // namespace

class LinkWatch::Private
{
public:
    explicit Private(std::function<void()> theBegun)
        : begun(std::move(theBegun)), descriptor(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC))
    {
    }

    void add(const QString &folder)
    {
        ::inotify_add_watch(descriptor.number(), QFile::encodeName(folder).constData(), IN_CREATE | IN_ONLYDIR);
    }
    void readEvents()
    {
        alignas(inotify_event) std::array<char, 16 << 10> buffer{};
        for (ssize_t size = 0; (size = ::read(descriptor.number(), buffer.data(), buffer.size())) > 0;) {
            for (ssize_t at = 0; at < size;) {
                const auto *const event = reinterpret_cast<const inotify_event *>(buffer.data() + at);
                if (isOfLink(*event)) {
                    notifier->setEnabled(false);
                    std::exchange(begun, [] {})();
                    return;
                }
                at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
            }
        }
    }

    std::function<void()> begun;
    Descriptor descriptor;
    std::unique_ptr<QSocketNotifier> notifier;
};

LinkWatch::LinkWatch(const BuildJob &job, std::function<void()> begun) : d(std::make_unique<Private>(std::move(begun)))
{
    if (d->descriptor.number() < 0) {
        return;
    }
    const QString profile = job.request.profile == Profile::Dev ? QStringLiteral("debug") : QStringLiteral("release");
    d->add(job.folder.temporary);
    d->add(job.folder.direct);
    d->add(QStringLiteral("%1/%2/%3/deps").arg(job.folder.build, targetTriple(job.request.target), profile));
    d->notifier = std::make_unique<QSocketNotifier>(d->descriptor.number(), QSocketNotifier::Read);
    QObject::connect(d->notifier.get(), &QSocketNotifier::activated, d->notifier.get(), [this] { d->readEvents(); });
}

LinkWatch::~LinkWatch() = default;

} // namespace studio::compiler
