// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/recovery_keeper.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QPointer>

#include <algorithm>
#include <chrono>
#include <utility>

namespace studio {

namespace {

constexpr std::chrono::milliseconds copyInterval{500};
/// Of the main thread's time at most one part in this many goes into copying a large file.
constexpr int copyShare = 20;

} // namespace

RecoveryKeeper::RecoveryKeeper(const QString &folder, UnsavedText unsavedText, QObject *parent)
    : QObject(parent), m_unsavedText(std::move(unsavedText)), m_recovery(std::make_shared<Recovery>(folder))
{
    m_writer.setMaxThreadCount(1);
    m_timer.setSingleShot(true);
    m_timer.setInterval(copyInterval);
    connect(&m_timer, &QTimer::timeout, this, &RecoveryKeeper::keep);
}

RecoveryKeeper::~RecoveryKeeper()
{
    m_writer.waitForDone();
}

void RecoveryKeeper::noteTyped(const QString &path)
{
    m_typed.insert(path);
    if (!m_timer.isActive()) { // typing without a pause does not put the copy off
        m_timer.start();
    }
}

void RecoveryKeeper::keep()
{
    QElapsedTimer clock;
    clock.start();
    for (const QString &path : std::exchange(m_typed, {})) {
        const auto text = m_unsavedText(path);
        if (!text) {
            drop(path); // undone down to what is on disk
            continue;
        }
        m_writer.start([self = QPointer<RecoveryKeeper>(this), recovery = m_recovery, path, text = *text] {
            const auto kept = recovery->keep(path, text.toUtf8());
            if (kept) {
                return;
            }
            QMetaObject::invokeMethod(qApp, [self, reason = kept.error().message] {
                if (self && !std::exchange(self->m_hasFailed, true)) {
                    Q_EMIT self->failed(reason);
                }
            });
        });
    }
    m_timer.setInterval(std::max(copyInterval, copyShare * std::chrono::milliseconds(clock.elapsed())));
}

void RecoveryKeeper::drop(const QString &path)
{
    m_typed.remove(path);
    m_writer.start([recovery = m_recovery, path] { recovery->drop(path); });
}

Result<RecoveryCopy> RecoveryKeeper::take(const QString &path)
{
    m_writer.waitForDone();
    return m_recovery->take(path);
}

} // namespace studio
