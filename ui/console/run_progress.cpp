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
constexpr double leastShownMs = 0.5;
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

QString stepName(CompileStep step)
{
    switch (step) {
    case CompileStep::Prepare:
        return RunProgress::tr("prepare");
    case CompileStep::Resolve:
        return RunProgress::tr("resolve");
    case CompileStep::Fetch:
        return RunProgress::tr("fetch");
    case CompileStep::Compile:
        return RunProgress::tr("compile");
    case CompileStep::Link:
        return RunProgress::tr("link");
    case CompileStep::Precompile:
        return RunProgress::tr("precompile");
    case CompileStep::Keep:
        return RunProgress::tr("keep");
    }
    return {};
}

QString stepTimes(const QList<StepTime> &steps)
{
    QStringList texts;
    for (const StepTime &one : steps) {
        if (one.milliseconds >= leastShownMs) {
            texts << RunProgress::tr("%1 %2").arg(
                stepName(one.step), one.milliseconds < 1000 ? RunProgress::tr("%1 ms").arg(qRound(one.milliseconds))
                                                            : elapsedText(qRound64(one.milliseconds)));
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
        setToolTip(times.isEmpty() ? m_title : m_title + u'\n' + times);
    }
}

} // namespace studio
