// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_save.h"

#include "ui/console/console_view.h"

#include <QElapsedTimer>
#include <QTimerEvent>

#include <algorithm>
#include <chrono>

namespace studio {

namespace {

constexpr int saveSliceMs = 6;
constexpr qint64 linesPerWrite = 200;

} // namespace

ConsoleSave::ConsoleSave(ConsoleView *view, const QString &path, bool hasTimes)
    : QObject(view)
    , m_view(view)
    , m_file(path)
    , m_hasTimes(hasTimes)
    , m_line(view->buffer().firstLine())
    , m_end(view->buffer().endLine())
{
    (void)m_file.open(QIODevice::WriteOnly); // whose failure is told by write()
    m_slice.start(std::chrono::milliseconds(0), this);
}

void ConsoleSave::timerEvent(QTimerEvent *event)
{
    if (event->id() == m_slice.id()) {
        step();
    }
}

void ConsoleSave::step()
{
    QElapsedTimer clock;
    clock.start();
    while (m_line < m_end && clock.elapsed() < saveSliceMs) {
        m_line = std::max(m_line, m_view->buffer().firstLine()); // the oldest may have gone
        const qint64 next = std::min(m_line + linesPerWrite, m_end);
        if (m_line >= next) {
            break;
        }
        QString text = m_view->shownText(m_line, next, m_hasTimes);
        const bool isContinued = next < m_end && m_view->buffer().at(next).continued;
        text += text.isEmpty() || isContinued ? QString() : QStringLiteral("\n");
        const QByteArray bytes = text.toUtf8();
        if (!m_file.isOpen() || m_file.write(bytes) != bytes.size()) {
            return end(false);
        }
        m_line = next;
    }
    if (m_line >= m_end) {
        end(m_file.isOpen() && m_file.commit());
    }
}

void ConsoleSave::end(bool isWritten)
{
    m_slice.stop();
    Q_EMIT ended(isWritten ? QString() : tr("The output was not saved. %1").arg(m_file.errorString()));
    deleteLater();
}

} // namespace studio
