# The one list of layers, lowest first. A module may use only modules named before it.
set(ZHIHENG_LAYERS base stats read store catalog chart intake measure plan audit report cli)
