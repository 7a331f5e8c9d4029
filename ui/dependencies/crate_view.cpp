// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/crate_view.h"

#include "ui/common/theme.h"
#include "ui/common/tip.h"
#include "ui/dependencies/noted_delegate.h"
#include "ui/dependencies/verdict_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QTreeWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr int minFeaturesHeight = 120;
constexpr qsizetype maxFeaturesWithoutFilter = 12;
constexpr qsizetype maxShownFeatures = 2'000; ///< rows; a filter finds the others

QLabel *wrappedLabel(Qt::TextFormat format)
{
    auto *const label = new QLabel;
    label->setTextFormat(format);
    label->setWordWrap(true);
    label->setMinimumWidth(0);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse |
                                   Qt::LinksAccessibleByKeyboard);
    label->setFocusPolicy(format == Qt::RichText ? Qt::TabFocus : Qt::NoFocus);
    return label;
}

void setTextOf(QLabel *label, const QString &text)
{
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

/// A link of a web address that a crate gives for itself; nothing for any other scheme.
QString linkTo(const QString &address, const QString &text)
{
    const QUrl url(address, QUrl::StrictMode);
    const bool isWeb =
        url.isValid() && (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http"));
    return isWeb ? QStringLiteral("<a href=\"%1\">%2</a>").arg(address.toHtmlEscaped(), text) : QString();
}

} // namespace

CrateView::CrateView(QWidget *parent)
    : QWidget(parent)
    , m_title(wrappedLabel(Qt::PlainText))
    , m_versions(wrappedLabel(Qt::PlainText))
    , m_description(wrappedLabel(Qt::PlainText))
    , m_links(wrappedLabel(Qt::RichText))
    , m_advisories(wrappedLabel(Qt::RichText))
    , m_default(new QCheckBox(tr("Default features")))
    , m_optional(new QCheckBox(tr("Optional")))
    , m_explicit(new QPushButton(tr("Make explicit")))
    , m_version(new QComboBox)
    , m_filter(new QLineEdit)
    , m_features(new QTreeWidget)
    , m_verdicts(new VerdictView)
{
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(12, 6, 4, 0);
    column->setSpacing(3);
    m_title->setAccessibleName(tr("Crate"));
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_links->setOpenExternalLinks(true);
    m_links->setAccessibleName(tr("Pages of the crate"));
    m_advisories->setOpenExternalLinks(true);
    m_advisories->setAccessibleName(tr("Advisories"));
    m_default->setToolTip(tr("What the crate turns on by itself"));
    m_optional->setToolTip(tr("Compiled only where a feature of this package turns it on"));
    m_explicit->setToolTip(tr("Write this crate into Cargo.toml, where its version and features can be changed"));
    m_filter->setPlaceholderText(tr("Filter features"));
    m_filter->setAccessibleName(tr("Filter features"));
    m_filter->setClearButtonEnabled(true);
    m_features->setHeaderHidden(true);
    m_features->setRootIsDecorated(false);
    m_features->setFrameShape(QFrame::NoFrame);
    m_features->setAccessibleName(tr("Features"));
    m_features->setItemDelegate(new NotedDelegate(m_features));
    m_features->setMinimumHeight(minFeaturesHeight);
    m_features->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_version->setAccessibleName(tr("Version to add"));
    m_version->setToolTip(tr("The version that is added"));
    m_version->hide();
    auto *const boxes = new QHBoxLayout;
    boxes->addWidget(m_default);
    boxes->addWidget(m_optional);
    boxes->addStretch();
    column->addWidget(m_title);
    column->addWidget(m_version, 0, Qt::AlignLeft);
    for (QLabel *label : {m_versions, m_advisories, m_description, m_links}) {
        column->addWidget(label);
    }
    column->addWidget(m_explicit, 0, Qt::AlignLeft);
    column->addLayout(boxes);
    column->addWidget(m_filter);
    column->addWidget(m_features, 1);
    column->addWidget(m_verdicts);
    connect(m_default, &QCheckBox::clicked, this, &CrateView::defaultFeaturesToggled);
    connect(m_optional, &QCheckBox::clicked, this, &CrateView::optionalToggled);
    connect(m_explicit, &QPushButton::clicked, this, &CrateView::explicitRequested);
    connect(m_version, &QComboBox::textActivated, this, &CrateView::versionChosen);
    connect(m_filter, &QLineEdit::textChanged, this, &CrateView::showFeatures);
    connect(m_features, &QTreeWidget::itemChanged, this, [this](const QTreeWidgetItem *item) {
        const QString feature = item->text(0);
        const bool isOn = item->checkState(0) == Qt::Checked;
        if (isOn != m_dependency.features.contains(feature)) {
            Q_EMIT featureToggled(feature, isOn);
        }
    });
}

void CrateView::setDependency(const Dependency &dependency, const DependencyFact &fact, bool canEdit)
{
    if (dependency == m_dependency && fact == m_fact && canEdit == m_canEdit) {
        return;
    }
    if (dependency.package != m_dependency.package) {
        m_details = {};
        m_filter->clear();
    }
    m_dependency = dependency;
    m_fact = fact;
    m_canEdit = canEdit;
    showAll();
}

void CrateView::setDetails(const CrateDetails &details)
{
    if (details.package == m_dependency.package && details != m_details) {
        m_details = details;
        showAll();
    }
}

void CrateView::setCandidate(bool isCandidate)
{
    if (std::exchange(m_isCandidate, isCandidate) != isCandidate) {
        showAll();
    }
}

void CrateView::showVersions()
{
    m_version->setVisible(m_isCandidate && !m_details.versions.isEmpty());
    QStringList versions = m_details.versions;
    if (!m_dependency.requirement.isEmpty() && !versions.contains(m_dependency.requirement)) {
        versions.prepend(m_dependency.requirement);
    }
    QStringList shown;
    for (int i = 0; i < m_version->count(); ++i) {
        shown << m_version->itemText(i);
    }
    if (shown != versions) {
        m_version->clear();
        m_version->addItems(versions);
    }
    m_version->setCurrentText(m_dependency.requirement.isEmpty() ? m_details.fact.newestCompatible
                                                                 : m_dependency.requirement);
}

void CrateView::showAll()
{
    showVersions();
    showHead();
    showFeatures();
    showVerdicts();
}

/// One that is typed without a version is tried with the one that would be added.
void CrateView::showVerdicts()
{
    Dependency tried = m_dependency;
    if (m_isCandidate && tried.requirement.isEmpty() && tried.source.isEmpty()) {
        tried.requirement = m_version->currentText();
    }
    const QString version = m_fact.locked.isEmpty() || m_isCandidate ? QString() : m_fact.locked;
    m_verdicts->setCrate(tried, version, (m_canEdit || m_isCandidate) && !m_dependency.injected);
}

void CrateView::showHead()
{
    m_title->setText(m_details.version.isEmpty() ? m_dependency.package
                                                 : m_dependency.package + u' ' + m_details.version);
    const bool isElsewhere =
        !m_dependency.source.isEmpty() && !m_dependency.source.startsWith(QLatin1String("registry "));
    QStringList versions;
    if (isElsewhere) {
        versions << tr("From %1").arg(m_dependency.source);
    } else if (m_fact.newest.isEmpty()) {
        versions << tr("Newest version: not known without the network");
    } else if (m_fact.newest == m_fact.newestCompatible) {
        versions << tr("Newest version: %1").arg(m_fact.newest);
    } else {
        versions << tr("Newest version: %1, which needs a newer Rust").arg(m_fact.newest)
                 << (m_fact.newestCompatible.isEmpty()
                         ? tr("No version compiles with the platform's Rust")
                         : tr("Newest for the platform's Rust: %1").arg(m_fact.newestCompatible));
    }
    if (m_fact.isLockedYanked) {
        versions << tr("%1, which is locked, was yanked: its authors advise against it").arg(m_fact.locked);
    }
    if (m_dependency.isPatched) {
        versions << tr("[patch] in Cargo.toml puts another source in its place");
    }
    if (!m_fact.oldestFitting.isEmpty() && m_fact.oldestFitting != m_fact.newestFitting) {
        versions << tr("Fit the requirement and the platform's Rust: %1 to %2")
                        .arg(m_fact.oldestFitting, m_fact.newestFitting);
    }
    if (!m_details.license.isEmpty()) {
        versions << tr("Licence: %1").arg(m_details.license);
    }
    setTextOf(m_versions, versions.join(u'\n'));
    showAdvisories();
    setTextOf(m_description, m_details.description.simplified());
    QStringList links{linkTo(m_details.documentation, tr("Documentation")),
                      linkTo(m_details.repository, tr("Repository"))};
    links.removeAll(QString());
    setTextOf(m_links, links.join(QStringLiteral(" · ")));
    m_explicit->setVisible(m_dependency.injected);
    m_default->setVisible(!m_dependency.injected);
    m_default->setChecked(m_dependency.defaultFeatures);
    m_default->setEnabled(m_canEdit && m_dependency.source != QLatin1String("workspace"));
    m_optional->setVisible(!m_dependency.injected && m_dependency.table != DependencyTable::Dev);
    m_optional->setChecked(m_dependency.optional);
    m_optional->setEnabled(m_canEdit);
}

/// Texts are those of the database: nothing in them is markup.
void CrateView::showAdvisories()
{
    QStringList lines;
    for (const Advisory &one : m_fact.advisories) {
        const QString kind = one.kind.isEmpty() ? QString() : tr(" (%1)").arg(one.kind.toHtmlEscaped());
        lines << QStringLiteral("<a href=\"%1\">%2</a>%3: %4")
                     .arg(advisoryLink(one), one.id.toHtmlEscaped(), kind, one.title.toHtmlEscaped());
    }
    if (m_details.advisoriesDate && !m_fact.locked.isEmpty()) {
        const QString date = QLocale().toString(m_details.advisoriesDate->date(), QLocale::ShortFormat).toHtmlEscaped();
        lines << (lines.isEmpty() ? tr("No advisories in the RustSec database of %1").arg(date)
                                  : tr("RustSec database of %1").arg(date));
    }
    setTextOf(m_advisories, lines.join(QStringLiteral("<br>")));
    QPalette colours = palette();
    if (!m_fact.advisories.isEmpty()) {
        colours.setColor(QPalette::WindowText, Theme::current().danger);
    }
    m_advisories->setPalette(colours);
}

/// Those of the crate without `default`, which has a box of its own, and those that only Cargo.toml names.
QList<CrateFeature> CrateView::listedFeatures() const
{
    QList<CrateFeature> all = m_details.features;
    all.removeIf([](const CrateFeature &one) { return one.name == QLatin1String("default"); });
    for (const QString &chosen : m_dependency.features) {
        if (!std::ranges::contains(all, chosen, &CrateFeature::name)) {
            all.append({.name = chosen, .turnsOn = {}, .requiredBy = {}});
        }
    }
    return all;
}

/// Rows of the same features stay, with the caret in them.
void CrateView::showFeatures()
{
    QList<CrateFeature> features = listedFeatures();
    m_filter->setVisible(features.size() > maxFeaturesWithoutFilter);
    const QString wanted = m_filter->text().trimmed();
    features.removeIf([&](const CrateFeature &one) { return !one.name.contains(wanted, Qt::CaseInsensitive); });
    const auto reasons = featureReasons(m_details.features, m_dependency.features, m_dependency.defaultFeatures);
    const qsizetype shown = std::min(features.size(), maxShownFeatures);
    const QSignalBlocker blocker(m_features);
    m_features->setUpdatesEnabled(false);
    bool isSame = m_features->topLevelItemCount() == shown;
    for (int i = 0; isSame && i < m_features->topLevelItemCount(); ++i) {
        isSame = m_features->topLevelItem(i)->text(0) == features[i].name;
    }
    if (!isSame) {
        m_features->clear();
        QList<QTreeWidgetItem *> items;
        for (qsizetype i = 0; i < shown; ++i) {
            items << new QTreeWidgetItem(QStringList(features[i].name));
        }
        m_features->addTopLevelItems(items);
    }
    for (int i = 0; i < m_features->topLevelItemCount(); ++i) {
        showFeature(m_features->topLevelItem(i), features[i], reasons.value(features[i].name));
    }
    m_features->setUpdatesEnabled(true);
    m_features->setVisible(shown > 0 || !wanted.isEmpty());
}

void CrateView::showFeature(QTreeWidgetItem *item, const CrateFeature &feature, const QStringList &reasons)
{
    const bool isChosen = m_dependency.features.contains(feature.name);
    QStringList by = reasons;
    by.removeAll(QStringLiteral("chosen"));
    by.removeAll(QStringLiteral("default"));
    const bool isDefault = reasons.contains(QLatin1String("default"));
    QStringList notes;
    if (isDefault) {
        notes << tr("on by default");
    }
    if (!by.isEmpty()) {
        notes << tr("on by %1").arg(by.join(QStringLiteral(", ")));
    }
    if (!feature.requiredBy.isEmpty()) {
        notes << tr("required by %1").arg(feature.requiredBy.join(QStringLiteral(", ")));
    }
    if (!feature.turnsOn.isEmpty()) {
        notes << tr("turns on %1").arg(feature.turnsOn.join(QStringLiteral(", ")));
    }
    Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemIsEnabled;
    flags |= m_canEdit ? Qt::ItemIsUserCheckable : Qt::NoItemFlags;
    item->setFlags(flags);
    // One that another turns on is on, though Cargo.toml does not name it.
    item->setCheckState(0, isChosen                               ? Qt::Checked
                           : notes.isEmpty() || reasons.isEmpty() ? Qt::Unchecked
                                                                  : Qt::PartiallyChecked);
    item->setData(0, NotedDelegate::notesRole, notes.join(QStringLiteral("; ")));
    item->setToolTip(0, asTip(QStringList{feature.name, notes.join(u'\n')}.join(u'\n').trimmed()));
    item->setData(0, Qt::AccessibleDescriptionRole, notes.join(QStringLiteral("; ")));
    item->setData(0, Qt::ForegroundRole, m_canEdit ? QVariant() : QVariant(Theme::current().muted));
}

void CrateView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        showFeatures();
        showAdvisories();
    }
}

} // namespace studio
