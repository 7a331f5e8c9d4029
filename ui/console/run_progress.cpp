// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/run_progress.h"

#include "core/base/display.h"
#include "core/model/compile_step_name.h"
#include "ui/common/icons.h"
#include "ui/common/tip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QTimerEvent>
#include <QToolButton>

#include <chrono>

namespace studio {

namespace {

constexpr std::chrono::milliseconds tick{100};
constexpr double leastShownMs = 0.5;
constexpr qint64 shownAfterMs = 1'000; // a time that is over at once is only flicker

} // namespace

QString stepTimes(const QList<StepTime> &steps)
{
    QStringList texts;
    for (const StepTime &one : steps) {
        if (one.milliseconds >= leastShownMs) {
            texts << stepTimeText(one);
        }
    }
    return texts.join(QStringLiteral(" · "));
}

RunProgress::RunProgress(QWidget *parent)
    : QWidget(parent), m_bar(new QProgressBar), m_label(new QLabel), m_cancel(new QToolButton)
{
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(120, 6);
    m_bar->setAccessibleName(tr("Progress"));
    m_label->setForegroundRole(QPalette::PlaceholderText);
    m_label->setTextFormat(Qt::PlainText); // what a program that cargo runs writes over itself is shown in it
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
    m_title = title;
    m_units.clear();
    m_step.clear();
    m_timing = {};
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
    m_units = total > 0 ? QStringLiteral("%1/%2 %3").arg(done).arg(total).arg(unit).trimmed() : unit;
    showText();
}

void RunProgress::setStep(CompileStep step)
{
    if (!isRunning()) {
        return;
    }
    const auto now = static_cast<double>(m_clock.elapsed());
    if (!m_timing.steps.isEmpty()) {
        m_timing.steps.last().milliseconds = now - m_stepBegunMs;
    }
    m_timing.steps.append({step, 0});
    m_stepBegunMs = now;
    m_step = stepName(step);
    if (step != CompileStep::Compile && step != CompileStep::Link) { // units are cargo's and rustc's
        m_bar->setRange(0, 0);
        m_units.clear();
    }
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
    const QString what =
        m_step.isEmpty() ? (m_units.isEmpty() ? m_title : m_units) : (m_step + u' ' + m_units).trimmed();
    m_label->setText(what + elapsed);
    if (!m_timing.steps.isEmpty()) {
        m_timing.steps.last().milliseconds = static_cast<double>(elapsedMs()) - m_stepBegunMs;
        const QString times = stepTimes(m_timing.steps);
        setToolTip(asTip(times.isEmpty() ? m_title : m_title + u'\n' + times));
    }
}

} // namespace studio
