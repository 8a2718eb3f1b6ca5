/** Says before the first paint that scripts run, or what needs them would appear late and move the rest. */
document.documentElement.dataset.scripted = '';
