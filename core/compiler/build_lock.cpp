// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/build_lock.h"

#include "core/compiler/build.h"

#include <QCoroTimer>
#include <QObject>

namespace studio::compiler {

namespace {

constexpr std::chrono::milliseconds lockPeriod{40};

} // namespace

Task<std::shared_ptr<BuildLock>> lockBuildFolder(QString path, CompileObserver observer, std::stop_token stop)
{
    bool said = false;
    while (!stop.stop_requested()) {
        auto lock = FileLock::tryLock(path);
        if (!lock) {
            co_return std::unexpected(lock.error());
        }
        if (*lock) {
            co_return std::make_shared<BuildLock>(std::move(*lock));
        }
        if (!said) {
            const QString line = QObject::tr("Waiting for another build of this project…");
            say(observer, line);
            observer.waiting ? observer.waiting(line) : void();
            said = true;
        }
        co_await QCoro::sleepFor(lockPeriod);
    }
    co_return cancelled();
}

} // namespace studio::compiler
