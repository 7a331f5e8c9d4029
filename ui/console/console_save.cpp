// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_save.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/base/user_file.h"
#include "ui/console/console_view.h"

#include <QElapsedTimer>
#include <QTimerEvent>

#include <algorithm>
#include <chrono>
#include <utility>

namespace studio {

namespace {

constexpr int saveSliceMs = 6;
constexpr qint64 linesPerStep = 200;

} // namespace

ConsoleSave::ConsoleSave(ConsoleView *view, const QString &path, bool hasTimes)
    : QObject(view)
    , m_view(view)
    , m_path(path)
    , m_hasTimes(hasTimes)
    , m_line(view->buffer().firstLine())
    , m_end(view->buffer().endLine())
{
    m_slice.start(std::chrono::milliseconds(0), this);
}

void ConsoleSave::timerEvent(QTimerEvent *event)
{
    if (event->id() == m_slice.id()) {
        takeSlice();
    }
}

void ConsoleSave::takeSlice()
{
    QElapsedTimer clock;
    clock.start();
    while (m_line < m_end && clock.elapsed() < saveSliceMs) {
        m_line = std::max(m_line, m_view->buffer().firstLine()); // the oldest may have gone
        const qint64 next = std::min(m_line + linesPerStep, m_end);
        if (m_line >= next) {
            m_line = m_end;
            break;
        }
        const QString text = m_view->shownText(m_line, next, m_hasTimes);
        const bool isContinued = next < m_end && m_view->buffer().at(next).continued;
        m_text += text.toUtf8();
        m_text += text.isEmpty() || isContinued ? "" : "\n";
        m_line = next;
    }
    if (m_line >= m_end) {
        m_slice.stop();
        detach(write());
    }
}

QCoro::Task<void> ConsoleSave::write()
{
    const auto written = co_await whileAlive(
        this, onWorker([path = m_path, text = std::exchange(m_text, {})] { return saveUserFile(path, text); }));
    Q_EMIT ended(written ? QString() : written.error().message);
    deleteLater();
}

} // namespace studio
