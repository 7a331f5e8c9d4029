// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/run_progress.h"

#include "ui/common/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QTimerEvent>
#include <QToolButton>

#include <chrono>

namespace studio {

namespace {

constexpr std::chrono::milliseconds tick{100};
constexpr qint64 shownAfterMs = 1'000; // a time that is over at once is only flicker

} // namespace

QString elapsedText(qint64 milliseconds)
{
    const auto seconds = static_cast<double>(milliseconds) / 1000.0;
    if (milliseconds < 10'000) {
        return QStringLiteral("%1 s").arg(seconds, 0, 'f', 1);
    }
    const qint64 whole = milliseconds / 1000;
    return whole < 120 ? QStringLiteral("%1 s").arg(whole)
                       : QStringLiteral("%1 min %2 s").arg(whole / 60).arg(whole % 60);
}

RunProgress::RunProgress(QWidget *parent)
    : QWidget(parent), m_bar(new QProgressBar), m_label(new QLabel), m_cancel(new QToolButton)
{
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(120, 6);
    m_bar->setAccessibleName(tr("Progress"));
    m_label->setForegroundRole(QPalette::PlaceholderText);
    m_cancel->setIcon(icon("dialog-cancel"));
    m_cancel->setAutoRaise(true);
    m_cancel->setToolTip(tr("Cancel"));
    m_cancel->setAccessibleName(tr("Cancel what runs"));

    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 4, 0);
    row->setSpacing(8);
    row->addWidget(m_label);
    row->addWidget(m_bar);
    row->addWidget(m_cancel);
    connect(m_cancel, &QToolButton::clicked, this, &RunProgress::cancelRequested);
    hide();
}

void RunProgress::begin(const QString &title)
{
    m_clock.start();
    m_tick.start(tick, this);
    m_what = title;
    m_bar->setRange(0, 0);
    showText();
    show();
}

void RunProgress::set(int done, int total, const QString &unit)
{
    if (!isRunning()) {
        return;
    }
    m_bar->setRange(0, total);
    m_bar->setValue(done);
    m_what = total > 0 ? QStringLiteral("%1/%2 %3").arg(done).arg(total).arg(unit).trimmed() : unit;
    showText();
}

void RunProgress::end()
{
    m_clock.invalidate();
    m_tick.stop();
    hide();
}

void RunProgress::timerEvent(QTimerEvent *event)
{
    if (event->id() == m_tick.id()) {
        showText();
    }
}

void RunProgress::showText()
{
    const QString elapsed =
        elapsedMs() < shownAfterMs ? QString() : QStringLiteral("  %1").arg(elapsedText(elapsedMs()));
    m_label->setText(m_what + elapsed);
}

} // namespace studio
