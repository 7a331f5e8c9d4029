// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/dependency_facts.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace studio {

class VerdictView;

/// One crate: what is known of it, and its features as check boxes. A check box asks for a change and shows what the
/// next setDependency() says. Main thread.
class CrateView : public QWidget
{
    Q_OBJECT

public:
    explicit CrateView(QWidget *parent = nullptr);

    /// `canEdit`: false for an injected one, and while Cargo.toml cannot be read.
    void setDependency(const Dependency &dependency, const DependencyFact &fact, bool canEdit);
    /// One that is to be added: its version is chosen from those that are known.
    void setCandidate(bool isCandidate);
    void setDetails(const CrateDetails &details); ///< of another package than the dependency's: nothing is changed

    [[nodiscard]] VerdictView *verdicts() const { return m_verdicts; } ///< hidden until it has its trials

    void revert() { showAll(); } ///< a change that was asked for was refused

Q_SIGNALS:
    void featureToggled(const QString &feature, bool isOn);
    void defaultFeaturesToggled(bool isOn);
    void optionalToggled(bool isOptional);
    void explicitRequested();
    void versionChosen(const QString &version);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showAll();
    void showVerdicts();
    void showVersions();
    void showHead();
    void showAdvisories();
    void showFeatures();
    void showFeature(QTreeWidgetItem *item, const CrateFeature &feature, const QStringList &reasons);
    [[nodiscard]] QList<CrateFeature> listedFeatures() const;

    Dependency m_dependency;
    DependencyFact m_fact;
    CrateDetails m_details;
    bool m_canEdit = false;
    bool m_isCandidate = false;
    QLabel *m_title;
    QLabel *m_versions;
    QLabel *m_description;
    QLabel *m_links;
    QLabel *m_advisories;
    QCheckBox *m_default;
    QCheckBox *m_optional;
    QPushButton *m_explicit;
    QComboBox *m_version;
    QLineEdit *m_filter;
    QTreeWidget *m_features;
    VerdictView *m_verdicts;
};

} // namespace studio
