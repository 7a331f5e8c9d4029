// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal.h"

#include <QByteArray>

#include <algorithm>
#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

namespace studio::cli {

namespace {

int columnsOf(int descriptor)
{
    winsize size{};
    constexpr int usual = 80;
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usual;
}

void writeToTerminal(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stderr);
    std::fflush(stderr);
}

} // namespace

bool isTerminal(int descriptor)
{
    return isatty(descriptor) != 0 && qgetenv("TERM") != "dumb";
}

bool showsColours(int descriptor)
{
    return isTerminal(descriptor) && qEnvironmentVariableIsEmpty("NO_COLOR");
}

QString progressText(const QString &what, int done, int total, int columns)
{
    if (total <= 0) {
        return what.left(std::max(columns - 1, 0));
    }
    constexpr int cells = 20;
    const int full = std::clamp(cells * done / total, 0, cells);
    const QString bar = u'▕' + QString(full, u'█') + QString(cells - full, u' ') + u'▏';
    return QStringLiteral("%1 %2/%3 %4").arg(bar).arg(done).arg(total).arg(what).left(std::max(columns - 1, 0));
}

ProgressLine::ProgressLine() : m_isShown(isTerminal(STDERR_FILENO)) {}

ProgressLine::~ProgressLine()
{
    clear();
}

void ProgressLine::show(const QString &what, int done, int total)
{
    if (m_isShown) {
        m_line = progressText(what, done, total, columnsOf(STDERR_FILENO));
        draw();
    }
}

void ProgressLine::say(const QString &line)
{
    const QString kept = m_line;
    clear();
    writeToTerminal(line + u'\n');
    m_line = kept;
    draw();
}

void ProgressLine::clear()
{
    if (!m_line.isEmpty()) {
        writeToTerminal(QStringLiteral("\r\x1b[K"));
        m_line.clear();
    }
}

void ProgressLine::draw()
{
    if (!m_line.isEmpty()) {
        writeToTerminal(QStringLiteral("\r\x1b[K") + m_line);
    }
}

} // namespace studio::cli
