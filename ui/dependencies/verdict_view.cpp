// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/verdict_view.h"

#include "core/workspace/crate_trials.h"
#include "ui/common/section_title.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"
#include "ui/dependencies/trust_question.h"
#include "ui/dependencies/verdict_text.h"

#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr int barHeight = 4;
const QList<RustTarget> bothTargets{RustTarget::Native, RustTarget::Wasm};

QLabel *plainLabel(const QString &text = {})
{
    auto *const label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setMinimumWidth(0);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

VerdictView::VerdictView(QWidget *parent)
    : QWidget(parent)
    , m_button(new QPushButton)
    , m_stop(new QPushButton(tr("Cancel")))
    , m_question(new TrustQuestion(tr("To compile it runs the build scripts and macros of the crate and of the project "
                                      "on this machine. Allow this only if you trust both."),
                                   Qt::Vertical))
    , m_refused(plainLabel())
    , m_step(plainLabel())
    , m_bar(new QProgressBar)
    , m_result(plainLabel())
{
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 6, 0, 0);
    column->setSpacing(4);
    m_button->setToolTip(asTip(tr("Compile a copy of the project without this crate and with it, natively and for "
                                  "WebAssembly, and compare. The project itself stays as it is.")));
    m_stop->setAccessibleName(tr("Cancel the trial"));
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(barHeight);
    m_bar->setAccessibleName(tr("Crates that are compiled"));
    m_result->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_result->setAccessibleName(tr("What the crate costs"));
    m_refused->setText(tr("Crates are not tried, because build scripts and macros would run in a folder that is not "
                          "trusted. Run the handler, or trust the folder, to allow it."));
    auto *const buttons = new QHBoxLayout;
    buttons->addWidget(m_button);
    buttons->addWidget(m_stop);
    buttons->addStretch();
    column->addWidget(sectionTitle(tr("Cost")));
    column->addLayout(buttons);
    for (QWidget *const widget :
         {static_cast<QWidget *>(m_refused), static_cast<QWidget *>(m_question), static_cast<QWidget *>(m_step),
          static_cast<QWidget *>(m_bar), static_cast<QWidget *>(m_result)}) {
        column->addWidget(widget);
    }
    connect(m_button, &QPushButton::clicked, this, &VerdictView::press);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (m_trials) {
            m_trials->stop();
        }
    });
    connect(m_question, &TrustQuestion::allowed, this, [this] {
        m_asks = false;
        if (m_trials) {
            m_trials->allow();
            begin();
        }
    });
    connect(m_question, &TrustQuestion::refused, this, [this] {
        m_asks = false;
        showAll();
        m_button->setFocus();
    });
    hide();
}

void VerdictView::setTrials(CrateTrials *trials)
{
    if (m_trials == trials) {
        return;
    }
    if (m_trials) {
        m_trials->disconnect(this);
    }
    m_trials = trials;
    if (trials) {
        connect(trials, &CrateTrials::changed, this, &VerdictView::showAll);
        connect(trials, &CrateTrials::progressChanged, this, &VerdictView::showProgress);
    }
    showAll();
}

void VerdictView::setCrate(const Dependency &crate, const QString &version, bool canTry)
{
    if (crate.package != m_crate.package) {
        m_asks = false;
    }
    m_crate = crate;
    m_version = version;
    m_canTry = canTry;
    showAll();
}

void VerdictView::press()
{
    if (!m_trials) {
        return;
    }
    m_asks = !m_trials->trust().has_value();
    if (m_asks) {
        showAll();
        m_question->setFocusOnAnswer();
    } else {
        begin();
    }
}

void VerdictView::begin()
{
    m_trials->start({m_crate}, bothTargets);
    showAll();
    if (m_stop->isVisible()) {
        m_stop->setFocus();
    }
}

bool VerdictView::isPending() const
{
    return m_trials &&
           std::ranges::any_of(bothTargets, [this](RustTarget target) { return m_trials->isPending(m_crate, target); });
}

void VerdictView::showAll()
{
    setVisible(m_trials && m_canTry);
    if (!m_trials) {
        return;
    }
    const bool isRefused = m_trials->trust() == std::optional(false);
    const bool runs = isPending();
    const bool hadFocus = m_stop->hasFocus();
    showVerdicts();
    m_button->setText(m_result->text().isEmpty() ? tr("Try it") : tr("Try again"));
    m_button->setVisible(!runs && !m_asks);
    m_button->setEnabled(!isRefused);
    m_stop->setVisible(runs);
    if (hadFocus && !runs) {
        m_button->setFocus();
    }
    m_question->setVisible(m_asks && !runs);
    m_refused->setVisible(isRefused);
    showProgress();
}

QStringList VerdictView::lines(bool *hasFailed) const
{
    QStringList all;
    const CrateVerdict *last = nullptr;
    for (const RustTarget target : bothTargets) {
        const CrateVerdict *const verdict = m_trials->verdict(m_crate, target, m_version);
        const QString failure = m_trials->failure(m_crate, target);
        if (!failure.isEmpty()) {
            all << tr("%1: could not be tried. %2").arg(targetText(target), failure);
        } else if (verdict) {
            all << costText(*verdict);
        }
        *hasFailed = *hasFailed || !failure.isEmpty() || (verdict && !verdict->compiles);
        last = verdict && (!last || verdict->crates.size() > last->crates.size()) ? verdict : last;
    }
    if (!last) {
        return all;
    }
    all << bringsText(*last);
    const auto add = [&](const QString &line, const QString &value) {
        all += value.isEmpty() ? QStringList() : QStringList(line.arg(value));
    };
    add(tr("Licences: %1"), licencesText(*last));
    add(tr("Runs when it is compiled: %1"), runsText(*last));
    add(tr("There in several versions: %1"), last->duplicates.join(QStringLiteral("; ")));
    if (last->isOfEmptyHandler) {
        all << tr("Measured with an empty handler, because the project's code does not compile without the crate.");
    }
    all << tr("%1, Rust %2")
               .arg(QLocale().toString(QDateTime::fromMSecsSinceEpoch(last->measuredMs), QLocale::ShortFormat),
                    last->toolchain.section(u' ', 0, 0));
    return all;
}

void VerdictView::showVerdicts()
{
    bool hasFailed = false;
    m_result->setText(lines(&hasFailed).join(u'\n'));
    m_result->setVisible(!m_result->text().isEmpty());
    m_result->setFocusPolicy(m_result->text().isEmpty() ? Qt::NoFocus : Qt::TabFocus);
    QPalette palette = this->palette();
    if (hasFailed) {
        palette.setColor(QPalette::WindowText, Theme::current().danger);
    }
    m_result->setPalette(palette);
}

void VerdictView::showProgress()
{
    const bool runs = isPending();
    m_step->setVisible(runs);
    m_bar->setVisible(runs);
    if (!runs) {
        return;
    }
    const CrateTrials::Progress &now = m_trials->progress();
    const bool isThis =
        std::ranges::any_of(bothTargets, [this](RustTarget target) { return m_trials->isRunning(m_crate, target); });
    m_step->setText(!isThis              ? tr("Waits for the trial of %1.").arg(now.crate.package)
                    : now.step.isEmpty() ? targetText(now.target)
                                         : tr("%1: %2").arg(targetText(now.target), now.step));
    m_bar->setRange(0, isThis ? now.total : 0);
    m_bar->setValue(now.done);
}

void VerdictView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_trials) {
        showVerdicts();
    }
}

} // namespace studio
